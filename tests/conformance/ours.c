/* ours.c — the rows as a user of the library writes them. */
#include "ours.h"

#include <stdio.h>

extern const impakt_model model_unit_one, model_unit_two, model_unit_oral, model_unit_oral_two,
    model_unit_mm, model_unit_turnover;

const impakt_model *ours_model(enum model model)
{
  static const impakt_model *const models[] = { &model_unit_one,  &model_unit_two,
                                                &model_unit_oral, &model_unit_oral_two,
                                                &model_unit_mm,   &model_unit_turnover };
  return models[model];
}

const char *ours_rate_name(const struct row *row)
{
  return words_input(row->model, 0)[0] == 'i' ? "R_iv" : "R_gut";
}

const char *ours_duration_name(const struct row *row)
{
  return words_input(row->model, 0)[0] == 'i' ? "D_iv" : "D_gut";
}

static int give(impakt_sim *sim, const struct row *row, const struct record *r)
{
  const char *const input = words_input(row->model, r->input);
  int number = 0, status = IMPAKT_OK;
  switch (r->kind) {
  case BOLUS: status = impakt_sim_dose(sim, input, r->time, r->amount, NULL, 0, &number); break;
  case FOR_DURATION:
    status = impakt_sim_dose(sim, input, r->time, r->amount, NULL, r->duration, &number);
    break;
  case AT_RATE:
    status = impakt_sim_dose_rate(sim, input, r->time, r->amount, NULL, r->rate, NULL, &number);
    break;
  case AT_MODELLED_RATE:
    status = impakt_sim_dose_modelled(sim, input, r->time, r->amount, NULL, ours_rate_name(row),
                                      &number);
    break;
  case FOR_MODELLED_DURATION:
    status = impakt_sim_dose_modelled(sim, input, r->time, r->amount, NULL,
                                      ours_duration_name(row), &number);
    break;
  case RATE_FOR_DURATION:
    status = impakt_sim_infuse(sim, input, r->time, r->rate, NULL, r->duration, &number);
    break;
  case CONSTANT:
    return impakt_sim_steady_infusion(sim, input, r->time, r->rate, NULL, r->steady, NULL);
  case RESET: return impakt_sim_reset(sim, r->time, NULL);
  case REPLACE:
    return impakt_sim_replace(sim, words_state(row->model, r->state), r->time, r->amount, NULL);
  case MULTIPLY:
    status = impakt_sim_multiply(sim, words_state(row->model, r->state), r->time, r->amount,
                                 &number);
  }
  if (!status && r->repeats)
    status = impakt_sim_dose_repeat(sim, number, r->interval, r->repeats + 1);
  if (!status && r->steady)
    status = impakt_sim_dose_steady(sim, number, r->interval, r->steady);
  return status;
}

static const int rules[] = { [CARRIED_FORWARD] = IMPAKT_CARRIED_FORWARD,
                             [CARRIED_BACKWARD] = IMPAKT_CARRIED_BACKWARD,
                             [LINEAR] = IMPAKT_LINEAR };

int ours_set_up(impakt_sim *sim, const struct row *row)
{
  int status = impakt_sim_set_option(sim, IMPAKT_RELATIVE_TOLERANCE, ours_tolerance);
  if (!status) status = impakt_sim_set_option(sim, IMPAKT_SAMPLE_AFTER, row->after);
  if (!status) status = impakt_sim_set_parameter(sim, "F", row->fraction);
  if (!status) status = impakt_sim_set_parameter(sim, "lag", row->lag);
  if (!status) status = impakt_sim_set_parameter(sim, ours_rate_name(row), row->R1);
  if (!status) status = impakt_sim_set_parameter(sim, ours_duration_name(row), row->D1);
  if (!status && row->n_weights)
    status = impakt_sim_set_patient_course(sim, "WT", rules[row->rule], row->weight_time,
                                           row->weight, (size_t)row->n_weights);
  for (int i = 0; i < row->n_records && !status; i++) status = give(sim, row, &row->records[i]);
  for (int i = 0; i < table_states(row->model) && !status; i++)
    status = impakt_sim_watch(sim, words_state(row->model, i));
  return status;
}

int ours_run(impakt_sim *sim, const struct row *row, struct samples *samples)
{
  double result[MOST_SAMPLES * MOST_STATES];
  const int states = table_states(row->model);
  const int status = impakt_sim_run(sim, samples->time, (size_t)samples->n, result,
                                    (size_t)samples->n * (size_t)states);
  for (int i = 0; i < samples->n && !status; i++)
    for (int j = 0; j < states; j++) samples->state[i][j] = result[i * states + j];
  return status;
}

int ours_course(const struct row *row, struct samples *samples, char *message, int size)
{
  impakt_sim *sim = NULL;
  int status = impakt_sim_new(&sim, ours_model(row->model));
  if (!status) status = ours_set_up(sim, row);
  if (!status) status = ours_run(sim, row, samples);
  snprintf(message, (size_t)size, "%s", status ? impakt_sim_message(sim) : "");
  impakt_sim_free(sim);
  return status < 0 ? -1 : 0;
}
