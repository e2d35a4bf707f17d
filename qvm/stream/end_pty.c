/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A pseudo-terminal as an end: `screen`, `minicom` or a test opens its other
 * side. We hold that side open too, so users come and go without an end of
 * file; who comes late finds the last 64 KiB.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conf/util/log.h"
#include "qvm/stream/end.h"
#include "qvm/stream/stream.h"

/* A bare name lies in the run directory. */
static char *link_path(const struct stream_end *end)
{
	const char *name = end->where->path;
	const char *dir = end->stream->spec.run_dir;
	char *path = NULL;
	int n;

	if (strchr(name, '/') != NULL)
		n = asprintf(&path, "%s", name);
	else
		n = asprintf(&path, "%s/%s", dir, name);
	return n < 0 ? NULL : path;
}

static int make_link(struct stream_end *end)
{
	char *path = link_path(end);
	int err;

	if (path == NULL)
		return host_fail(ENOMEM, "no memory for a stream");
	err = console_pty_link(&end->pty, path);
	if (err != 0) {
		free(path);
		return err;
	}
	end->pty_link = path;
	return 0;
}

static int pty_open(struct stream_end *end)
{
	int err = console_pty_open(&end->pty);

	if (err != 0)
		return err;
	end->source.fd = end->pty.fd;
	end->kind = CONSOLE_FREE;
	tail_attach(&end->tail);

	if (end->where->path != NULL)
		err = make_link(end);
	if (err == 0)
		log_info("%s: terminal %s%s%s", end_name(end), end->pty.name,
			 end->pty_link != NULL ? " at " : "",
			 end->pty_link != NULL ? end->pty_link : "");
	return err;
}

static void pty_close(struct stream_end *end)
{
	if (end->pty_link != NULL)
		console_pty_unlink(&end->pty, end->pty_link);
	free(end->pty_link);
	end->pty_link = NULL;
	console_pty_close(&end->pty);
	end->source.fd = FD_NONE;
}

const struct end_ops end_pty = {
	.open = pty_open,
	.put = end_tail_put,
	.get = end_fd_get,
	.close = pty_close,
};
