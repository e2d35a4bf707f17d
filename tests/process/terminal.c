/* SPDX-License-Identifier: Apache-2.0 */
/*
 * terminal TEXT HOOK COMMAND...: runs a command on a pseudo-terminal of its
 * own. When the command has written TEXT, `sh -c HOOK` runs with $COMMAND as the
 * command's process; what the hook writes is typed on the terminal.
 *
 * What the terminal shows goes to stdout, stderr is the command's own. Exit
 * status: the command's, or 128 and its signal; 97 if it did not end in time;
 * 98 if the terminal was not raw when TEXT came; 99 if its settings are not
 * what they were before.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

enum { SECONDS = 15, SHOWN_MAX = 1 << 16 };

struct terminal {
	int master;
	int slave;
	struct termios before;
	char shown[SHOWN_MAX];
	size_t n_shown;
};

static void fail(const char *what)
{
	perror(what);
	exit(96);
}

static void open_terminal(struct terminal *t)
{
	t->master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (t->master < 0 || grantpt(t->master) != 0 || unlockpt(t->master) != 0)
		fail("posix_openpt");
	t->slave = open(ptsname(t->master), O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (t->slave < 0 || tcgetattr(t->slave, &t->before) != 0)
		fail("terminal");
	/* Settings that nobody has by default: "sane" would not do. */
	t->before.c_cc[VINTR] = 0x07;
	t->before.c_iflag &= ~(tcflag_t)IXON;
	t->before.c_lflag &= ~(tcflag_t)ECHOK;
	tcsetattr(t->slave, TCSANOW, &t->before);
	tcgetattr(t->slave, &t->before);
}

static bool same(const struct termios *a, const struct termios *b)
{
	return a->c_iflag == b->c_iflag && a->c_oflag == b->c_oflag &&
	       a->c_cflag == b->c_cflag && a->c_lflag == b->c_lflag &&
	       memcmp(a->c_cc, b->c_cc, sizeof(a->c_cc)) == 0;
}

static bool is_raw(const struct terminal *t)
{
	struct termios now;

	return tcgetattr(t->slave, &now) == 0 &&
	       (now.c_lflag & (ICANON | ECHO | ISIG)) == 0;
}

static pid_t run_command(const struct terminal *t, char **command)
{
	pid_t pid = fork();

	if (pid != 0)
		return pid;
	setsid();
	ioctl(t->slave, TIOCSCTTY, 0);
	dup2(t->slave, STDIN_FILENO);
	dup2(t->slave, STDOUT_FILENO);
	execvp(command[0], command);
	fail(command[0]);
	return -1;
}

static void run_hook(const struct terminal *t, const char *hook, pid_t command)
{
	char id[16];

	snprintf(id, sizeof(id), "%d", (int)command);
	if (fork() != 0)
		return; /* reaped by nobody: this process is short-lived */
	setenv("COMMAND", id, 1);
	dup2(t->master, STDOUT_FILENO);
	execlp("sh", "sh", "-c", hook, (char *)NULL);
	_exit(96);
}

/* Shows what has come; true once TEXT is among it. */
static bool show(struct terminal *t, const char *text)
{
	struct pollfd source = { .fd = t->master, .events = POLLIN };
	ssize_t n = 0;

	if (poll(&source, 1, 20) > 0)
		n = read(t->master, t->shown + t->n_shown,
			 SHOWN_MAX - 1 - t->n_shown);
	if (n > 0) {
		fwrite(t->shown + t->n_shown, 1, (size_t)n, stdout);
		fflush(stdout);
		t->n_shown += (size_t)n;
	}
	return strstr(t->shown, text) != NULL;
}

static int judge(const struct terminal *t, int how, bool raw)
{
	struct termios after;

	if (tcgetattr(t->slave, &after) != 0 || !same(&t->before, &after))
		return 99;
	if (!raw)
		return 98;
	return WIFEXITED(how) ? WEXITSTATUS(how) : 128 + WTERMSIG(how);
}

int main(int argc, char **argv)
{
	static struct terminal t;
	bool hooked = false, raw = true;
	int how;
	pid_t pid;

	if (argc < 4)
		return 64;
	open_terminal(&t);
	pid = run_command(&t, argv + 3);
	alarm(SECONDS + 5);
	for (int i = 0; i < SECONDS * 50; i++) {
		if (show(&t, argv[1]) && !hooked) {
			hooked = true;
			raw = is_raw(&t);
			run_hook(&t, argv[2], pid);
		}
		if (waitpid(pid, &how, WNOHANG) == pid) {
			show(&t, argv[1]);
			return judge(&t, how, raw);
		}
	}
	kill(pid, SIGKILL);
	return 97;
}
