/* SPDX-License-Identifier: Apache-2.0 */
/*
 * keys: the tables of the language, one record for each kind of mapping.
 *
 * keys_root describes a whole file; all others hang from it. To add a key, add
 * a row and a member in conf.h: validator, manual, schema and `--explain`
 * follow.
 */
#ifndef QVM_CONF_KEYS_H
#define QVM_CONF_KEYS_H

#include "conf/schema.h"

#define ADDRESS_MAX ((UINT64_C(1) << 52) - 1) /* what x86 paging can name */
#define SPAN_MAX (UINT64_C(1) << 52)

enum {
	LINE_MAX_NUMBER = 1023, /* GSIs; INTIDs up to the first special one */
	PORT_MAX = 0xffff,
	HOST_CPU_MAX = 4095,
};

extern const struct conf_record keys_root;

/* keys_cpus.c */
extern const struct conf_record keys_cpu, keys_thread, keys_threads,
	keys_cpuid;

/* keys_memory.c */
extern const struct conf_record keys_memory, keys_image;

/* keys_boot.c */
extern const struct conf_record keys_boot, keys_tables, keys_irqchip;

/* keys_devices.c */
extern const struct conf_record keys_device, keys_absent, keys_register_at;

/* keys_policy.c */
extern const struct conf_record keys_unsupported, keys_limits, keys_log;

/* keys_vdev.c: a description, not a .qvmconf */
extern const struct conf_record keys_vdev;

#endif
