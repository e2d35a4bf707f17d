/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ram: host memory behind a span of guest-physical space.
 *
 *   host_ram_map -> (a KVM slot while the VM lives) -> host_ram_unmap
 *
 * Zeroed, fully backed when it returns, and congruent with the guest address
 * modulo 2 MiB (1 GiB with 1G pages), so that the second-level tables can use
 * large pages. What the host can't give is an error here, not a kill later.
 */
#ifndef QVM_HOST_RAM_H
#define QVM_HOST_RAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "conf/conf.h" /* enum conf_pages */
#include "qvm/host/host.h"

struct host_ram {
	void *base;      /* guest address `gpa` */
	size_t size;     /* bytes */
	void *mapping;   /* what munmap needs: base, with the slack in front */
	size_t mapping_size;
	bool collapsed;  /* transparent huge pages were had for all of it */
};

int must_check host_ram_map(struct host_ram *r, uint64_t gpa, uint64_t size,
			    enum conf_pages pages, bool locked);

/* Accepts the zero value. */
void host_ram_unmap(struct host_ram *r);

#endif
