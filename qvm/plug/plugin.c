/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Loading a vdev: a sealed copy is made, hashed and loaded, so that nothing
 * can change between the look and the use.
 */
#include "qvm/plug/plugin.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "conf/util/log.h"
#include "qvm/host/file.h"
#include "qvm/plug/describe.h"

/* Tells the refusal once; what is wrong is in the words, not in an errno. */
#define REFUSE(...) (host_fail(0, "plug-in " __VA_ARGS__), -EINVAL)

/* Looks at the copy's bytes: none of them has been executed yet. */
static int look_at(struct plugin *p, const void *bytes, size_t size,
		   const char *sha256)
{
	struct sha256 sum;

	sha256_begin(&sum);
	sha256_add(&sum, bytes, size);
	sha256_hex(&sum, p->sha256);
	if (sha256 != NULL && strcmp(sha256, p->sha256) != 0)
		return REFUSE("%s: its description does not describe it, the "
			      "sha256 is another: make it again with `qvm "
			      "--describe`", p->path);
	if (!plugin_is_whole(bytes, size))
		return REFUSE("%s is not a whole shared object of this machine",
			      p->path);
	return 0;
}

static int check_copy(struct plugin *p, size_t size, const char *sha256)
{
	const void *bytes = size > 0 ? host_file_map(p->copy, size) : NULL;
	int err;

	if (bytes == NULL)
		return REFUSE("%s has no bytes", p->path);
	err = look_at(p, bytes, size, sha256);
	host_file_unmap(bytes, size);
	return err;
}

/* Sealed copy -> hash -> dlopen. */
static int load_copy(struct plugin *p, size_t size, const char *sha256)
{
	char name[32];
	int err = check_copy(p, size, sha256);

	if (err != 0)
		return err;
	snprintf(name, sizeof(name), "/proc/self/fd/%d", p->copy);
	p->handle = dlopen(name, RTLD_NOW | RTLD_LOCAL);
	if (p->handle == NULL)
		return REFUSE("%s does not load: %s", p->path, dlerror());
	p->vdev = dlsym(p->handle, "vdev_plugin");
	if (p->vdev == NULL)
		return REFUSE("%s does not export `vdev_plugin`: it is no vdev",
			      p->path);
	return plugin_check(p->vdev, p->path);
}

int plugin_load(struct plugin *p, const char *path, const char *sha256)
{
	struct stat st;
	int file, err;

	*p = (struct plugin){ .path = path };
	file = host_file_open(path, &st);
	if (file < 0)
		return host_fail(-file, "can't open plug-in %s", path);
	if ((st.st_mode & (S_IWGRP | S_IWOTH)) != 0) {
		close(file);
		return host_fail(EPERM, "plug-in %s can be written by others "
					"than its owner (chmod go-w)", path);
	}
	err = host_file_seal(file, (size_t)st.st_size, "vdev");
	close(file);
	if (err < 0)
		return host_fail(-err, "can't copy plug-in %s", path);
	p->copy = err;
	err = load_copy(p, (size_t)st.st_size, sha256);
	if (err != 0)
		plugin_unload(p);
	return err;
}

int plugin_compare(const struct plugin *p, const char *text, size_t len,
		   const char *description)
{
	char *own = NULL;
	size_t own_len = 0;
	FILE *out = open_memstream(&own, &own_len);
	bool same;

	if (out == NULL)
		return host_fail(errno, "can't describe plug-in %s", p->path);
	plugin_describe(out, p->vdev, p->sha256);
	fclose(out);
	same = own_len == len && memcmp(own, text, len) == 0;
	free(own);
	if (same)
		return 0;
	return REFUSE("%s: %s does not describe it: make it again with `qvm "
		      "--describe`", p->path, description);
}

void plugin_unload(struct plugin *p)
{
	if (p->handle != NULL)
		dlclose(p->handle);
	if (p->copy > 0)
		close(p->copy);
	*p = (struct plugin){ 0 };
}
