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

static int hash_copy(struct plugin *p, int fd, size_t size)
{
	const void *bytes = host_file_map(fd, size);
	struct sha256 sum;

	if (bytes == NULL)
		return host_fail(errno, "can't read plug-in %s", p->path);
	sha256_begin(&sum);
	sha256_add(&sum, bytes, size);
	sha256_hex(&sum, p->sha256);
	host_file_unmap(bytes, size);
	return 0;
}

/* Sealed copy -> hash -> dlopen. */
static int load_copy(struct plugin *p, size_t size)
{
	char name[32];
	int err = hash_copy(p, p->copy, size);

	if (err != 0)
		return err;
	snprintf(name, sizeof(name), "/proc/self/fd/%d", p->copy);
	p->handle = dlopen(name, RTLD_NOW | RTLD_LOCAL);
	if (p->handle == NULL)
		return host_fail(EINVAL, "plug-in %s does not load: %s",
				 p->path, dlerror());
	p->vdev = dlsym(p->handle, "vdev_plugin");
	if (p->vdev == NULL)
		return host_fail(EINVAL, "plug-in %s does not export "
					 "`vdev_plugin`: it is no vdev",
				 p->path);
	return plugin_check(p->vdev, p->path);
}

int plugin_load(struct plugin *p, const char *path)
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
	err = load_copy(p, (size_t)st.st_size);
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
	return host_fail(EINVAL, "%s does not describe %s: make it again with "
				 "`qvm --describe`", description, p->path);
}

void plugin_unload(struct plugin *p)
{
	if (p->handle != NULL)
		dlclose(p->handle);
	if (p->copy > 0)
		close(p->copy);
	*p = (struct plugin){ 0 };
}
