/* SPDX-License-Identifier: Apache-2.0 */
/*
 * qvm: one guest, one service. The order below is the design: what can fail
 * for reasons outside of us happens before the guest runs; after that only the
 * guest, the operator or a fault can end it.
 *
 *   args -> load -> check -> plan -> (guard | assemble -> seal -> run -> stop)
 */
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>

#include "conf/util/log.h"
#include "qvm/args.h"
#include "qvm/host/file.h"
#include "qvm/image/image.h"
#include "qvm/machine/machine.h"
#include "qvm/plan/print.h"
#include "qvm/plug/tell.h"
#include "qvm/vdev_path.h"
#include "safety/guard.h"

/* What is known of one file before a machine is built. */
struct job {
	struct arena arena;
	struct conf_report report;
	struct conf *conf;
	struct plan *plan;
};

/* load -> check -> plan. False: there are findings. */
static bool job_plan(struct job *j, const struct args *a, const char *path,
		     bool images)
{
	arena_init(&j->arena);
	report_init(&j->report, &j->arena);
	j->conf = conf_load(path, &j->arena, &j->report);
	if (j->conf == NULL)
		return false;
	j->plan = arena_new(&j->arena, sizeof(*j->plan));
	plan_images(j->plan, j->conf);
	if (images)
		images_open(j->plan, &j->report);
	if (j->report.n == 0)
		plan_make(j->plan, vdev_path(a->vdev_path, &j->arena),
			  &j->report);
	return j->report.n == 0;
}

static void job_fini(struct job *j)
{
	if (j->plan != NULL)
		images_close(j->plan);
	arena_fini(&j->arena);
}

/* Tells what was found; the status of a file that is not good. */
static int job_refuse(struct job *j, const struct args *a)
{
	report_print(&j->report, stderr, a->form);
	job_fini(j);
	return EX_DATAERR;
}

static int check(const struct args *a)
{
	int status = EX_OK;

	for (int i = 0; i < a->n_files; i++) {
		struct job j = { 0 };

		if (job_plan(&j, a, a->files[i], a->images))
			job_fini(&j);
		else
			status = job_refuse(&j, a);
	}
	return status;
}

static int print_plan(const struct args *a)
{
	struct job j = { 0 };

	if (!job_plan(&j, a, a->files[0], true))
		return job_refuse(&j, a);
	if (a->plan_json)
		plan_print_json(j.plan, stdout);
	else
		plan_print_text(j.plan, stdout);
	job_fini(&j);
	return EX_OK;
}

static struct guard_spec guard_spec(const struct args *a, const struct conf *c)
{
	static const int policies[] = { [CONF_POLICY_OTHER] = SCHED_OTHER,
					[CONF_POLICY_FIFO] = SCHED_FIFO,
					[CONF_POLICY_RR] = SCHED_RR };
	const struct conf_thread *t = &c->threads.guard;

	return (struct guard_spec){
		.system = c->system,
		.run_dir = a->run_dir,
		.button = c->stop == CONF_STOP_BUTTON,
		.start_ns = c->limits.start,
		.shutdown_ns = c->limits.shutdown,
		.end_ns = c->limits.end,
		.cpus = t->affinity.item,
		.n_cpus = t->affinity.n,
		.policy = policies[t->sched.policy],
		.priority = (int)t->sched.priority,
	};
}

static int run(const struct args *a)
{
	struct job j = { 0 };
	struct guard_spec spec;
	struct guard guard;
	int side, status;

	guard_take_signals();
	if (host_std_open() != 0)
		return EX_UNAVAILABLE;
	if (!job_plan(&j, a, a->files[0], true))
		return job_refuse(&j, a);
	log_init(j.conf->system, (enum log_level)j.conf->log.level);
	spec = guard_spec(a, j.conf);
	if (guard_open(&guard, &spec) != 0)
		return EX_UNAVAILABLE;
	side = guard_fork(&guard);
	if (side < 0)
		return EX_UNAVAILABLE;
	if (side == GUARD_SIDE_MACHINE)
		machine_live(j.plan, guard.block, guard.dir.path,
			     guard.order_fd, a->mode == ARGS_DRY_RUN);
	images_close(j.plan);
	status = guard_watch(&guard);
	job_fini(&j);
	return status;
}

static int version(void)
{
	puts("qvm " QVM_VERSION);
	return EX_OK;
}

static int act(const struct args *a)
{
	switch (a->mode) {
	case ARGS_RUN:
	case ARGS_DRY_RUN:
		return run(a);
	case ARGS_CHECK:
		return check(a);
	case ARGS_PLAN:
		return print_plan(a);
	case ARGS_EXPLAIN:
		return tell_explain(a->value, a->vdev_path);
	case ARGS_SCHEMA:
		return tell_schema(a->vdev_path);
	case ARGS_MANUAL:
		if (!a->own_manual)
			return tell_manual(a->vdev_path);
		args_manual(stdout);
		return EX_OK;
	case ARGS_VDEVS:
		return tell_vdevs(a->vdev_path);
	case ARGS_DESCRIBE:
		return tell_description(a->value);
	case ARGS_ENDS:
		ends_print(stdout);
		return EX_OK;
	case ARGS_VERSION:
		return version();
	case ARGS_HELP:
		args_help(stdout);
		return EX_OK;
	}
	return EX_USAGE;
}

/* What was printed must also have been written. */
static int flushed(int status)
{
	if (fflush(stdout) == 0 && ferror(stdout) == 0)
		return status;
	log_error("can't write the output");
	return EX_IOERR;
}

int main(int argc, char **argv)
{
	struct args args;
	int status = args_parse(&args, argc, argv);

	return status != EX_OK ? status : flushed(act(&args));
}
