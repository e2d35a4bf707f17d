/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Running a check: a child, a limit, a line. Must never trust the child's word
 * alone: one that ended without a word has been ended by the plug-in.
 */
#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"

/* One call may take so long before it counts as endless. */
enum { PATIENCE_MS = 5000, LOOK_MS = 50 };

/* ---- the child --------------------------------------------------------------- */

static const struct vdev_plugin *load(struct job *job)
{
	void *object;
	const struct vdev_plugin *plugin;
	char *path = realpath(job->path, NULL);

	job_doing(job, "load");
	object = dlopen(path != NULL ? path : job->path, RTLD_NOW | RTLD_LOCAL);
	if (object == NULL)
		job_fail(job, "it does not load: %s", dlerror());
	plugin = dlsym(object, "vdev_plugin");
	if (plugin == NULL)
		job_fail(job, "it does not export `vdev_plugin`");
	free(path);
	return plugin;
}

void run_here(const struct check *check, struct job *job)
{
	if (check->needs != NEEDS_NOTHING)
		job->plugin = load(job);
	check->run(job);
	job->shared->outcome = OUTCOME_GOOD;
}

/* What a plug-in prints must not be taken for our words. */
static _Noreturn void child(const struct check *check, struct job *job)
{
	const struct rlimit none = { 0, 0 };

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	setpgid(0, 0);
	setrlimit(RLIMIT_CORE, &none);
	dup2(STDERR_FILENO, STDOUT_FILENO);
	run_here(check, job);
	_exit(0);
}

/* ---- the tool ---------------------------------------------------------------- */

/* Waits for the end of `pid`; false: it stood still and was killed. */
static bool wait_for(pid_t pid, const struct shared *shared,
		     const sigset_t *ended, int *status)
{
	const struct timespec look = { .tv_nsec = LOOK_MS * 1000000 };
	uint64_t seen = 0;

	for (int still = 0; still < PATIENCE_MS; still += LOOK_MS) {
		uint64_t steps = atomic_load(&shared->steps);

		if (waitpid(pid, status, WNOHANG) == pid)
			return true;
		if (steps != seen)
			still = 0;
		seen = steps;
		sigtimedwait(ended, NULL, &look);
	}
	kill(pid, SIGKILL);
	waitpid(pid, status, 0);
	return false;
}

/* The child did not say how it went: what ended it does. */
static void judge_end(struct shared *s, bool in_time, int status)
{
	char *name;

	s->outcome = OUTCOME_FAILED;
	if (!in_time) {
		snprintf(s->text, SAY_MAX, "it did not come back within %d s",
			 PATIENCE_MS / 1000);
	} else if (s->syscall != 0) {
		name = filter_name(s->syscall - 1);
		snprintf(s->text, SAY_MAX, "it made the system call %s",
			 name != NULL ? name : "?");
		free(name);
	} else if (WIFSIGNALED(status)) {
		snprintf(s->text, SAY_MAX, "it crashed: %s",
			 strsignal(WTERMSIG(status)));
	} else {
		snprintf(s->text, SAY_MAX, "it ended the process with status %d",
			 WEXITSTATUS(status));
	}
}

static void print_failure(const struct check *check, const struct job *job)
{
	const struct shared *s = job->shared;

	printf("not ok %s\n    %s\n", check->name, s->text);
	if (s->doing[0] != '\0')
		printf("    at: %s\n", s->doing);
	if (s->seeded)
		printf("    again: --only %s --replay 0x%llx\n", check->name,
		       (unsigned long long)s->seed);
}

static void print(const struct check *check, const struct job *job)
{
	const struct shared *s = job->shared;

	if (s->outcome == OUTCOME_FAILED) {
		print_failure(check, job);
		return;
	}
	if (s->outcome == OUTCOME_SKIPPED)
		printf("skip %s: %s\n", check->name, s->text);
	else
		printf("ok %s\n", check->name);
	if (s->note[0] != '\0')
		printf("    %s\n", s->note);
}

enum outcome run_check(const struct check *check, struct job *job)
{
	sigset_t ended, before;
	bool in_time;
	int status = 0;
	pid_t pid;

	memset(job->shared, 0, sizeof(*job->shared));
	fflush(NULL);
	sigemptyset(&ended);
	sigaddset(&ended, SIGCHLD);
	sigprocmask(SIG_BLOCK, &ended, &before);
	pid = fork();
	if (pid < 0) {
		fprintf(stderr, "vdev-check: can't fork: %s\n", strerror(errno));
		exit(EXIT_FAILURE);
	}
	if (pid == 0) {
		sigprocmask(SIG_SETMASK, &before, NULL);
		child(check, job);
	}
	in_time = wait_for(pid, job->shared, &ended, &status);
	kill(-pid, SIGKILL); /* what it may have started; mostly nobody */
	if (job->shared->outcome == OUTCOME_NONE)
		judge_end(job->shared, in_time, status);
	print(check, job);
	return job->shared->outcome;
}
