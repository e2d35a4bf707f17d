/* SPDX-License-Identifier: Apache-2.0 */
/*
 * load: what becomes of bytes that are in memory already.
 *
 * conf_load and conf_vdev_load read a file and come here; tests and fuzzers
 * come here straight. The source's path and text outlive the result.
 */
#ifndef QVM_CONF_LOAD_H
#define QVM_CONF_LOAD_H

#include "conf/source.h"
#include "conf/vdev.h"

/* As conf_load. */
struct conf *load_conf(const struct conf_source *source, struct arena *arena,
		       struct conf_report *report);

/* As conf_vdev_load, without `path` and `object`. */
struct conf_vdev *load_vdev(const struct conf_source *source, const char *name,
			    struct arena *arena, struct conf_report *report);

#endif
