/* SPDX-License-Identifier: Apache-2.0 */
/*
 * plugin: a vdev's shared object, from file to checked tables.
 *
 *   plugin_load -> plugin_check -> (description compared) -> plugin_unload
 *
 * What is hashed is what is loaded: a sealed copy. Someone else's code is
 * about to run in our process, so every table is looked at before anything in
 * it is used, and every refusal names the object and the row.
 */
#ifndef QVM_PLUG_PLUGIN_H
#define QVM_PLUG_PLUGIN_H

#include <qvm/vdev.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "conf/util/sha256.h"
#include "conf/util/util.h"

struct plugin {
	const char *path; /* of the object, as it was found */
	int copy;         /* fd of the sealed copy; its number is the name under
			     which the loader knows the object, so it stays
			     open as long as the object is loaded; 0: none */
	void *handle;     /* dlopen's */
	const struct vdev_plugin *vdev;
	char sha256[SHA256_HEX];
};

/* Loads and checks; 0 or -errno after a message. `sha256`: what the object
 * must have before any of its code can run; NULL: anything. */
int must_check plugin_load(struct plugin *p, const char *path,
			   const char *sha256);

/* True where `bytes` are an ELF object of this machine that is whole: the
 * loader would touch what is not there. */
bool plugin_is_whole(const void *bytes, size_t size);

/* 0, or -EINVAL after a message that names the row. `path` for messages. */
int must_check plugin_check(const struct vdev_plugin *v, const char *path);

/* 0, or -EINVAL after a message: `text` is not what describes this object. */
int must_check plugin_compare(const struct plugin *p, const char *text,
			      size_t len, const char *description);

/* Accepts the zero value. */
void plugin_unload(struct plugin *p);

#endif
