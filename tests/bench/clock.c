/* SPDX-License-Identifier: Apache-2.0 */
/*
 * clock: how long a command takes until a text appears, to the nanosecond and
 * without a shell's share in it.
 *
 * Prints "exec NS" (CLOCK_MONOTONIC, just before the exec), "text NS" (from
 * there to the text) and "end NS", "status N" once the command has ended; the
 * end is counted from the signal where there was one, else from the exec. Must
 * never leave a process of the command behind, and never wait without a bound.
 */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

enum { SEEN_MAX = 1 << 20, TIMED_OUT = 124, NOT_SEEN = 125 };

struct options {
	const char *text;   /* what to wait for; NULL: the command's end */
	const char *watch;  /* where; NULL: the command's stdout */
	const char *then;   /* by /bin/sh once the text was there */
	bool freeze;        /* the command is stopped while that runs */
	bool show;          /* print what was read up to the text */
	int signal_number;  /* ends the command after the text */
	unsigned timeout_s;
	char **command;
};

struct run {
	pid_t pid;
	int out;
	uint64_t *exec_ns; /* in memory that the child shares until its exec */
};

static pid_t running; /* for the alarm */

static const char usage[] =
	"usage: clock [OPTION]... -- COMMAND [ARG]...\n"
	"  --text TEXT      stamp TEXT, then end the command\n"
	"  --watch FILE     look for TEXT in FILE, not in the command's stdout\n"
	"  --then SCRIPT    after TEXT, by /bin/sh; $pid is the command\n"
	"  --freeze         the command is stopped while SCRIPT runs\n"
	"  --show           print all that was read up to TEXT\n"
	"  --signal NUMBER  ends the command after TEXT; default 9\n"
	"  --timeout S      default 60\n";

static _Noreturn void give_up(const char *what)
{
	perror(what);
	exit(EX_OSERR);
}

static uint64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t); /* can't fail for this clock */
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static void print(const char *name, uint64_t value)
{
	printf("%s %llu\n", name, (unsigned long long)value);
	fflush(stdout);
}

/* Only what may be called in a signal handler. */
static void out_of_time(int number)
{
	(void)number;
	kill(-running, SIGKILL);
	_exit(TIMED_OUT);
}

static _Noreturn void command(const struct options *o, uint64_t *exec_ns,
			      int out)
{
	setpgid(0, 0);
	if (o->watch == NULL)
		dup2(out, STDOUT_FILENO);
	*exec_ns = now_ns();
	execv(o->command[0], o->command);
	_exit(EX_UNAVAILABLE);
}

static struct run start(const struct options *o)
{
	struct run r = { 0 };
	int fds[2];

	r.exec_ns = mmap(NULL, sizeof(*r.exec_ns), PROT_READ | PROT_WRITE,
			 MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (r.exec_ns == MAP_FAILED || pipe2(fds, O_CLOEXEC) != 0)
		give_up("clock");
	r.out = o->watch == NULL ? fds[0] : open(o->watch, O_RDONLY | O_CLOEXEC);
	if (r.out < 0)
		give_up(o->watch);
	*r.exec_ns = 0; /* the page is there before it is needed */
	r.pid = fork();
	if (r.pid < 0)
		give_up("fork");
	if (r.pid == 0)
		command(o, r.exec_ns, fds[1]);
	close(fds[1]);
	setpgid(r.pid, r.pid); /* as the child does: whoever is first */
	running = r.pid;
	signal(SIGALRM, out_of_time);
	alarm(o->timeout_s);
	return r;
}

/* Reads until the text is there; false: the command said all it had to say. */
static bool wait_for_text(const struct options *o, const struct run *r)
{
	static char seen[SEEN_MAX + 1];
	size_t n = 0;
	bool found = false;

	while (!found && n < SEEN_MAX) {
		ssize_t got = read(r->out, seen + n, SEEN_MAX - n);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			break;
		n += (size_t)got;
		found = memmem(seen, n, o->text, strlen(o->text)) != NULL;
	}
	if (found)
		print("text", now_ns() - *r->exec_ns);
	if (o->show || !found)
		fwrite(seen, 1, n, found ? stdout : stderr);
	return found;
}

static void run_script(const struct options *o, const struct run *r)
{
	char number[16];

	if (o->freeze)
		kill(-r->pid, SIGSTOP);
	snprintf(number, sizeof(number), "%d", (int)r->pid);
	setenv("pid", number, 1);
	if (system(o->then) != 0)
		exit(EX_SOFTWARE);
	if (o->freeze)
		kill(-r->pid, SIGCONT);
}

static int finish(const struct options *o, const struct run *r)
{
	uint64_t signal_ns = 0, end_ns;
	int how;

	if (o->text != NULL) {
		signal_ns = now_ns();
		kill(r->pid, o->signal_number);
	}
	while (waitpid(r->pid, &how, 0) < 0 && errno == EINTR)
		continue;
	end_ns = now_ns();
	print("end", end_ns - (o->text != NULL ? signal_ns : *r->exec_ns));
	print("status", WIFEXITED(how) ? (uint64_t)WEXITSTATUS(how) :
					 128u + (uint64_t)WTERMSIG(how));
	kill(-r->pid, SIGKILL); /* or nobody is left */
	return EX_OK;
}

static int measure(const struct options *o)
{
	struct run r = start(o);

	if (o->text == NULL)
		return finish(o, &r);
	if (!wait_for_text(o, &r)) {
		kill(-r.pid, SIGKILL);
		return NOT_SEEN;
	}
	print("exec", *r.exec_ns);
	if (o->then != NULL)
		run_script(o, &r);
	return finish(o, &r);
}

static const struct option names[] = {
	{ "text", required_argument, NULL, 't' },
	{ "watch", required_argument, NULL, 'w' },
	{ "then", required_argument, NULL, 'x' },
	{ "freeze", no_argument, NULL, 'f' },
	{ "show", no_argument, NULL, 's' },
	{ "signal", required_argument, NULL, 'k' },
	{ "timeout", required_argument, NULL, 'l' },
	{ 0 },
};

static bool take(struct options *o, int option)
{
	switch (option) {
	case 't':
		o->text = optarg;
		return true;
	case 'w':
		o->watch = optarg;
		return true;
	case 'x':
		o->then = optarg;
		return true;
	case 'f':
		return o->freeze = true;
	case 's':
		return o->show = true;
	case 'k':
		o->signal_number = atoi(optarg);
		return o->signal_number > 0;
	case 'l':
		o->timeout_s = (unsigned)atoi(optarg);
		return o->timeout_s > 0;
	default:
		return false;
	}
}

int main(int argc, char **argv)
{
	struct options o = { .signal_number = SIGKILL, .timeout_s = 60 };
	bool good = true;
	int option;

	while ((option = getopt_long(argc, argv, "+", names, NULL)) != -1)
		good = take(&o, option) && good;
	o.command = argv + optind;
	if (!good || o.command[0] == NULL) {
		fputs(usage, stderr);
		return EX_USAGE;
	}
	return measure(&o);
}
