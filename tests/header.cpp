// header.cpp — the header on its own, in C++, and that its functions are found from there.
#include "impakt.h"

int main()
{
  impakt_sim *sim = nullptr;
  return impakt_sim_new(&sim, nullptr) != IMPAKT_E_ARGUMENT;
}
