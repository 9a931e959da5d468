/* test_message.c — sentences and suggestions. */
#include "message.h"

#include "testing.h"

#include <string.h>

START_TEST(sentence_and_status)
{
  struct message message = { "" };
  ck_assert_int_eq(message_set(&message, -7, "%s is %g; expected %d", "dose", 0.5, 3), -7);
  ck_assert_str_eq(message.text, "dose is 0.5; expected 3");
}
END_TEST

START_TEST(long_sentence_is_cut)
{
  struct {
    struct message message;
    char behind[8];
  } room;
  memset(&room, 'z', sizeof room);
  char name[2000];
  memset(name, 'n', sizeof name - 1);
  name[sizeof name - 1] = '\0';
  ck_assert_int_eq(message_set(&room.message, -2, "no '%s'", name), -2);
  ck_assert_uint_eq(strlen(room.message.text), sizeof room.message.text - 1);
  ck_assert_int_eq(room.behind[0], 'z');
}
END_TEST

static const char *at(const void *list, int i) { return ((const char *const *)list)[i]; }

static const char *const known[] = { "kel",       "kon",  "koff",
                                     "ksyn",      "Tmax", "inotuzumab_garrett2019",
                                     "marrow.CL", "V",    NULL };

static const struct {
  const char *name, *nearest;
} suggestions[] = {
  { "kell", "kel" }, /* one letter too many */
  { "ke", "kel" },   /* one too few */
  { "kfl", "kel" },  /* one wrong */
  { "kle", "kel" },  /* two swapped */
  { "KEL", "kel" },  /* capitals are free */
  { "tmax", "Tmax" },
  { "v", "V" },
  { "garrett2019", "inotuzumab_garrett2019" }, /* a part of it */
  { "CL", "marrow.CL" },
  { "other.marrow.CL", "marrow.CL" },
  { "zzzzzz", NULL },
  { "q", NULL },
  { "", NULL },
};

START_TEST(nearest_name)
{
  ck_assert_pstr_eq(message_nearest(suggestions[_i].name, at, known), suggestions[_i].nearest);
}
END_TEST

START_TEST(nothing_near_in_an_empty_list)
{
  static const char *const none[] = { NULL };
  ck_assert_ptr_null(message_nearest("kel", at, none));
}
END_TEST

/* Longer than what distances are worked out for. */
START_TEST(long_names)
{
  char name[400];
  for (int length = 60; length < 400; length++) {
    memset(name, 'q', length);
    name[length] = '\0';
    const char *const list[] = { "kel", "marrow.CL", NULL };
    ck_assert_msg(!message_nearest(name, at, list), "%d letters", length);
  }
}
END_TEST

START_TEST(suggestion)
{
  char text[64];
  ck_assert_str_eq(message_suggest(text, sizeof text, "kel"), "; did you mean 'kel'?");
  ck_assert_str_eq(message_suggest(text, sizeof text, NULL), "");
  char little[8] = "zzzzzzz";
  ck_assert_str_eq(message_suggest(little, sizeof little, "kel"), "; did y");
}
END_TEST

int main(void)
{
  TCase *tests = tcase_create("message");
  tcase_add_test(tests, sentence_and_status);
  tcase_add_test(tests, long_sentence_is_cut);
  tcase_add_loop_test(tests, nearest_name, 0, LENGTH_OF(suggestions));
  tcase_add_test(tests, nothing_near_in_an_empty_list);
  tcase_add_test(tests, long_names);
  tcase_add_test(tests, suggestion);
  return run_tests("message", tests);
}
