#ifndef CCADICAL_SHIM_H
#define CCADICAL_SHIM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * CaDiCaL as Swift can call it. Its own C interface crosses the border once for each literal and can't say which
 * value of a variable to try first; these functions take whole clauses, and can.
 *
 * A solver belongs to one thread at a time.
 */

#ifdef __cplusplus
extern "C" {
#endif

typedef struct cadical_solver cadical_solver;

/* NULL when there is no memory. */
cadical_solver *cadical_new(void);
void cadical_free(cadical_solver *solver);

void cadical_add_clause(cadical_solver *solver, const int32_t *literals, size_t count);
void cadical_assume_literal(cadical_solver *solver, int32_t literal);
void cadical_constrain_clause(cadical_solver *solver, const int32_t *literals, size_t count);
void cadical_prefer(cadical_solver *solver, int32_t literal);

/* 10: satisfiable, 20: unsatisfiable, 0: the time (of CLOCK_MONOTONIC, in nanoseconds) was up or memory out. */
int cadical_solve_until(cadical_solver *solver, int64_t deadline);

bool cadical_value(cadical_solver *solver, int32_t variable);
/* Of the variables 1 to count - 1, each at its place. */
void cadical_read_values(cadical_solver *solver, bool *values, size_t count);
bool cadical_is_failed(cadical_solver *solver, int32_t literal);

#ifdef __cplusplus
}
#endif

#endif
