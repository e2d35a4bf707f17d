/* SPDX-License-Identifier: Apache-2.0 */
/*
 * x86_devices: devices that a test may add to a plan built by hand. Between
 * them they have every kind of resource that the tables can tell.
 */
#ifndef QVM_TESTS_UNIT_X86_DEVICES_H
#define QVM_TESTS_UNIT_X86_DEVICES_H

#include "x86_plan.h"

struct device {
	struct conf_vdev vdev;
	struct conf_device conf;
	struct conf_vdev_irq irq_row[1];
	struct plan_window window[2];
	struct plan_device_line line[1];
};

static inline void add_device(struct x86_plan *x, struct device *d)
{
	d->line[0].desc = &d->irq_row[0];
	d->vdev.irqs.item = d->irq_row;
	x->plan.device[x->plan.n_device++] = (struct plan_device){
		.conf = &d->conf,
		.vdev = &d->vdev,
		.window = d->window,
		.irq = d->line,
	};
}

/* A serial port at 0x3f8, line 4, edge. */
static __attribute__((unused)) struct device serial_port = {
	.vdev = {
		.acpi_hid = "PNP0501", .acpi_cid = "",
		.windows.n = 1, .irqs.n = 1,
	},
	.window = { { .is_io = true, .range = { 0x3f8, 8 } } },
	.line = { { .line = 4, .connected = true } },
};

/* Windows in memory below and above 4 GiB, line 300, level, shared. */
static __attribute__((unused)) struct device disk = {
	.vdev = {
		.acpi_hid = "LNRO0005", .acpi_cid = "PNP0C02",
		.windows.n = 2, .irqs.n = 1,
	},
	.conf = { .shared = true },
	.irq_row = { { .level = true } },
	.window = {
		{ .range = { 0xd0000000, 0x200 } },
		{ .range = { 0x2000000000, 0x10000 } },
	},
	.line = { { .line = 300, .connected = true } },
};

/* More ports than a small descriptor counts; its line is not connected. */
static __attribute__((unused)) struct device ports = {
	.vdev = {
		.acpi_hid = "QVM00A1", .acpi_cid = "",
		.windows.n = 1, .irqs.n = 1,
	},
	.window = { { .is_io = true, .range = { 0xc000, 0x200 } } },
};

/* Found by the guest in another way. */
static __attribute__((unused)) struct device hidden = {
	.vdev = { .acpi_hid = "", .acpi_cid = "", .windows.n = 1 },
	.window = { { .is_io = true, .range = { 0x2f8, 8 } } },
};

#endif
