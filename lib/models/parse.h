/* parse.h — the lists of a model file as rows that derive/read.py reads, in place of what model.h
 * makes of them.  The blocks follow as they stand. */
#ifndef DERIVED
#define DERIVED(ROW)
#endif
#ifndef SWITCHES
#define SWITCHES(ROW)
#endif

#define STATE_ROW(name, ...)          @state name @
#define PARAMETER_ROW(name, ...)      @parameter name @
#define DERIVED_ROW(name, ...)        @derived name @
#define INPUT_ROW(name, ...)          @input name @
#define OUTPUT_ROW(name, ...)         @output name @
#define SWITCH_ROW(name, guard, text) @switch name guard @
STATES(STATE_ROW) PARAMETERS(PARAMETER_ROW) DERIVED(DERIVED_ROW)
INPUTS(INPUT_ROW) OUTPUTS(OUTPUT_ROW) SWITCHES(SWITCH_ROW)
