/* main.c — the program impakt: which command, and what it says of itself. */
#include "command.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static const char help[] =
    "impakt - models of immunotherapy for acute lymphoblastic leukaemia\n"
    "\n"
    "  impakt list                       the models that there are\n"
    "  impakt show MODEL                 one model: its sources, quantities and equations\n"
    "  impakt run SCENARIO.json...       treatments: tables of results, and a short summary\n"
    "  impakt population SCENARIO.json   many patients: bands in which they lie\n"
    "  impakt merge SCENARIO.json FILE...  shards of a population become one\n"
    "  impakt help COMMAND               more about one of these\n"
    "\n"
    "  --help, --version\n"
    "\n"
    "Ends with 0 if all went well, 1 if a run failed, 2 if the command line or a file is "
    "wrong.\n"
    "For research; not for treating patients.\n";

static const struct {
  const char *name, *help;
  int (*run)(int argc, char **argv);
} commands[] = {
  { "list", help_list, command_list },
  { "show", help_show, command_show },
  { "run", help_run, command_run },
  { "population", help_population, command_population },
  { "merge", help_merge, command_merge },
};
enum { COMMANDS = sizeof commands / sizeof commands[0] };

int usage_error(const char *format, ...)
{
  va_list rest;
  fflush(stdout);
  fputs("impakt: ", stderr);
  va_start(rest, format);
  vfprintf(stderr, format, rest);
  va_end(rest);
  putc('\n', stderr);
  return EXIT_USAGE;
}

void *need(void *memory)
{
  if (!memory) {
    fputs("impakt: out of memory\n", stderr);
    exit(EXIT_RUN);
  }
  return memory;
}

static int find(const char *name)
{
  for (int i = 0; i < COMMANDS; i++) {
    if (strcmp(name, commands[i].name) == 0) {
      return i;
    }
  }
  return -1;
}

static int show_help(const char *name)
{
  const int command = name ? find(name) : -1;
  if (name && command < 0) {
    return usage_error("no command '%s'; try 'impakt --help'", name);
  }
  fputs(name ? commands[command].help : help, stdout);
  return EXIT_FINE;
}

static int dispatch(int argc, char **argv)
{
  if (argc < 2) {
    fputs(help, stderr);
    return EXIT_USAGE;
  }
  if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
    return show_help(NULL);
  }
  if (strcmp(argv[1], "help") == 0) {
    return argc > 3 ? usage_error("help takes one command") : show_help(argv[2]);
  }
  if (strcmp(argv[1], "--version") == 0 || strcmp(argv[1], "-V") == 0) {
    int major, minor, patch;
    impakt_version(&major, &minor, &patch);
    printf("impakt %d.%d.%d\n", major, minor, patch);
    return EXIT_FINE;
  }
  const int command = find(argv[1]);
  if (command < 0) {
    return usage_error("no %s '%s'; try 'impakt --help'",
                       argv[1][0] == '-' ? "option" : "command", argv[1]);
  }
  return commands[command].run(argc - 1, argv + 1);
}

int main(int argc, char **argv)
{
  const int status = dispatch(argc, argv);
  /* a full disk behind a pipe or a redirection shows only here */
  if ((fflush(stdout) || ferror(stdout)) && status == EXIT_FINE) {
    perror("impakt: standard output");
    return EXIT_RUN;
  }
  return status;
}
