/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The filter of system calls for what runs behind the seal. The real host's is
 * made of what each thread needs; this one has what the test kit needs, so that
 * any other call is the plug-in's. Must never let one pass unseen.
 */
#include <seccomp.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "check.h"

static const struct {
	int nr;
	const char *why;
} allowed[] = {
	{ SCMP_SYS(clock_gettime), "the kit takes the time of each call" },
	{ SCMP_SYS(exit_group), "a check ends" },
	{ SCMP_SYS(rt_sigreturn), "the handler below comes back" },
	{ SCMP_SYS(rt_sigprocmask), "abort() is told as what it is" },
	{ SCMP_SYS(gettid), "abort() is told as what it is" },
	{ SCMP_SYS(getpid), "abort() is told as what it is" },
	{ SCMP_SYS(tgkill), "abort() is told as what it is" },
};

/* The handler knows the job only by this. */
static struct shared *refused_into;

static void refused(int signal, siginfo_t *info, void *context)
{
	(void)signal;
	(void)context;
	refused_into->syscall = info->si_syscall + 1;
	_exit(1);
}

void filter_load(struct job *job)
{
	struct sigaction act = { .sa_sigaction = refused,
				 .sa_flags = SA_SIGINFO };
	scmp_filter_ctx filter;
	int err = 0;

	refused_into = job->shared;
	sigaction(SIGSYS, &act, NULL);
	filter = seccomp_init(SCMP_ACT_TRAP);
	for (size_t i = 0; i < sizeof(allowed) / sizeof(allowed[0]); i++)
		err |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i].nr, 0);
	if (err == 0)
		err = seccomp_load(filter);
	if (err != 0)
		job_skip(job, "this host has no filter of system calls");
}

char *filter_name(int syscall)
{
	return seccomp_syscall_resolve_num_arch(SCMP_ARCH_NATIVE, syscall);
}
