#include "CCadical.h"

#include <cadical.hpp>
#include <ctime>
#include <new>

namespace {

int64_t now() {
    timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return int64_t(time.tv_sec) * 1000000000 + time.tv_nsec;
}

/* CaDiCaL asks it often; the clock is read now and then. */
class Deadline : public CaDiCaL::Terminator {
  public:
    int64_t until = 0;

    bool terminate() override {
        if (++asked % 16 != 0) return isOver;
        return isOver = now() >= until;
    }

    void start(int64_t deadline) {
        until = deadline;
        asked = 0;
        isOver = false;
    }

  private:
    unsigned asked = 0;
    bool isOver = false;
};

}  // namespace

struct cadical_solver {
    CaDiCaL::Solver solver;
    Deadline deadline;
};

cadical_solver *cadical_new(void) {
    try {
        cadical_solver *made = new cadical_solver;
        /* Many short calls on one formula: what looks over all clauses at each call costs more than it brings. */
        made->solver.set("lucky", 0);
        made->solver.set("walk", 0);
        made->solver.set("quiet", 1);
        made->solver.connect_terminator(&made->deadline);
        return made;
    } catch (const std::bad_alloc &) {
        return nullptr;
    }
}

void cadical_free(cadical_solver *solver) {
    solver->solver.disconnect_terminator();
    delete solver;
}

void cadical_add_clause(cadical_solver *solver, const int32_t *literals, size_t count) {
    for (size_t place = 0; place < count; place++) solver->solver.add(literals[place]);
    solver->solver.add(0);
}

void cadical_assume_literal(cadical_solver *solver, int32_t literal) { solver->solver.assume(literal); }

void cadical_constrain_clause(cadical_solver *solver, const int32_t *literals, size_t count) {
    for (size_t place = 0; place < count; place++) solver->solver.constrain(literals[place]);
    solver->solver.constrain(0);
}

void cadical_prefer(cadical_solver *solver, int32_t literal) { solver->solver.phase(literal); }

int cadical_solve_until(cadical_solver *solver, int64_t deadline) {
    solver->deadline.start(deadline);
    try {
        return solver->solver.solve();
    } catch (const std::bad_alloc &) {
        return 0;
    }
}

bool cadical_value(cadical_solver *solver, int32_t variable) { return solver->solver.val(variable) > 0; }

void cadical_read_values(cadical_solver *solver, bool *values, size_t count) {
    for (size_t variable = 1; variable < count; variable++) values[variable] = solver->solver.val(int(variable)) > 0;
}

bool cadical_is_failed(cadical_solver *solver, int32_t literal) { return solver->solver.failed(literal); }
