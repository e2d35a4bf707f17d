/* SPDX-License-Identifier: Apache-2.0 */
/*
 * All checks, in the order in which they run: each may count on those before
 * it. Data only.
 */
#include "check.h"

const struct check checks[] = {
	{ "object/file", "A whole shared object of this machine, which only its "
			 "owner can write.",
	  NEEDS_NOTHING, NEEDS_OBJECT, check_file },
	{ "object/symbols", "It exports `vdev_plugin` and nothing else.",
	  NEEDS_NOTHING, NEEDS_NOTHING, check_symbols },
	{ "object/constructors", "None of its code runs by itself.",
	  NEEDS_NOTHING, NEEDS_NOTHING, check_constructors },
	{ "object/needs", "It needs no library but libc and libm.",
	  NEEDS_NOTHING, NEEDS_NOTHING, check_needs },
	{ "object/loads", "It can be loaded.",
	  NEEDS_OBJECT, NEEDS_OBJECT, check_loads },

	{ "tables/head", "Version, names, sizes, callbacks.",
	  NEEDS_OBJECT, NEEDS_HEAD, check_head },
	{ "tables/options", "Rows of options.",
	  NEEDS_HEAD, NEEDS_TABLES, check_options },
	{ "tables/windows", "Windows and registers.",
	  NEEDS_HEAD, NEEDS_TABLES, check_windows },
	{ "tables/rows", "Interrupts, counters, timers.",
	  NEEDS_HEAD, NEEDS_TABLES, check_rows },

	{ "life/init", "An instance can be had with the given options.",
	  NEEDS_TABLES, NEEDS_INIT, check_init },
	{ "life/idle", "Start, reset, a second, stop, fini.",
	  NEEDS_INIT, NEEDS_NOTHING, check_life },
	{ "life/leaks", "What ended leaves no memory, file or mapping.",
	  NEEDS_INIT, NEEDS_NOTHING, check_leaks },
	{ "options/values", "Every option at its bounds, and combinations.",
	  NEEDS_INIT, NEEDS_NOTHING, check_values },
	{ "access/every", "Every place, width and direction, hostile values.",
	  NEEDS_INIT, NEEDS_NOTHING, check_accesses },
	{ "access/random", "Random guests, time and bytes.",
	  NEEDS_INIT, NEEDS_NOTHING, check_random },
	{ "access/looks", "Reads change nothing where the row does not say so.",
	  NEEDS_INIT, NEEDS_NOTHING, check_peeks },
	{ "events/unknown", "Kinds of events that it does not know are ignored.",
	  NEEDS_INIT, NEEDS_NOTHING, check_events },
	{ "reset/power-on", "A reset leads back to how it starts.",
	  NEEDS_INIT, NEEDS_NOTHING, check_reset },
	{ "instances/equal", "The same happens twice in the same way.",
	  NEEDS_INIT, NEEDS_NOTHING, check_repeats },
	{ "instances/apart", "Two do not touch each other.",
	  NEEDS_INIT, NEEDS_NOTHING, check_apart },
	{ "sealed/system-calls", "It makes none once it runs.",
	  NEEDS_INIT, NEEDS_NOTHING, check_system_calls },
	{ "sealed/allocations", "It allocates nothing once it runs.",
	  NEEDS_INIT, NEEDS_NOTHING, check_allocations },
	{ "time/calls", "Every call comes back within `call_us`.",
	  NEEDS_INIT, NEEDS_NOTHING, check_time },
};

const size_t n_checks = sizeof(checks) / sizeof(checks[0]);
