/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The table that the guest interprets: the sleep state S5, the power button,
 * the device that turns the line of the tables into events, and the devices
 * of the file with their windows and lines. In ASL:
 *
 *	Name (_S5, Package () { 5, 0, 0, 0 })
 *	Scope (_SB) {
 *		Device (PWRB) { Name (_HID, EisaId ("PNP0C0C")) }
 *		Device (GED) {
 *			Name (_HID, "ACPI0013")
 *			Name (_UID, 0)
 *			Name (_CRS, ResourceTemplate () { Interrupt ... })
 *			OperationRegion (REGS, SystemIO, 0x602, 1)
 *			Field (REGS, ByteAcc, NoLock, Preserve) { EVNT, 8 }
 *			Method (_EVT, 1, Serialized) {
 *				Store (EVNT, Local0)
 *				If (Local0 & 1) { Notify (PWRB, 0x80) }
 *			}
 *		}
 *		Device (D000) { _HID, _CID, _UID, _CRS } ...
 *	}
 *
 * Must never name a device that the plan does not hold; a vdev whose
 * description has no ACPI id is found by the guest in another way.
 */
#include <stdio.h>
#include <string.h>

#include "conf/util/claim.h"
#include "qvm/x86_64/acpi.h"
#include "qvm/x86_64/acpi_tables.h"
#include "qvm/x86_64/aml.h"
#include "qvm/x86_64/acpi_regs.h"

enum {
	DSDT_REVISION = 2, /* integers of 64 bits */
	NOTIFY_PRESSED = 0x80,

	/* More than anything below can take, so that the buffer fits. */
	ROOM_FIXED = 512,
	ROOM_DEVICE = 96,
	ROOM_WINDOW = 48,
	ROOM_LINE = 12,
};

static void write_s5(struct aml *a)
{
	aml_name(a, "_S5");
	aml_begin_package(a, 4);
	aml_integer(a, TABLES_SLEEP_S5);
	for (int i = 0; i < 3; i++)
		aml_integer(a, 0);
	aml_end(a);
}

static void write_button(struct aml *a)
{
	aml_begin_device(a, "PWRB");
	aml_name(a, "_HID");
	aml_hardware_id(a, "PNP0C0C");
	aml_end(a);
}

/* Reading the register clears it, so it is read once and kept. */
static void write_event_method(struct aml *a)
{
	aml_begin_method(a, "_EVT", 1);
	aml_store_in_local0(a, "EVNT");
	aml_begin_if(a);
	aml_local0_and(a, TABLES_EVENT_BUTTON);
	aml_notify(a, "PWRB", NOTIFY_PRESSED);
	aml_end(a);
	aml_end(a);
}

/* The generic event device. [ACPI 6.4, 5.6.9] */
static void write_events(struct aml *a, const struct conf_tables *tables)
{
	bool is_io = tables->at.space == CONF_SPACE_IO;

	aml_begin_device(a, "GED");
	aml_name(a, "_HID");
	aml_hardware_id(a, "ACPI0013");
	aml_name(a, "_UID");
	aml_integer(a, 0);
	aml_name(a, "_CRS");
	aml_begin_resources(a);
	aml_interrupt(a, (uint32_t)tables->irq, false, false);
	aml_end_resources(a);
	aml_region(a, "REGS", is_io ? AML_SYSTEM_IO : AML_SYSTEM_MEMORY,
		   (is_io ? tables->at.io : tables->at.mmio) + TABLES_EVENT, 1);
	aml_byte_field(a, "REGS", "EVNT");
	write_event_method(a);
	aml_end(a);
}

static void write_resources(struct aml *a, const struct plan_device *d)
{
	aml_name(a, "_CRS");
	aml_begin_resources(a);
	for (size_t i = 0; i < d->vdev->windows.n; i++) {
		const struct range *r = &d->window[i].range;

		if (d->window[i].is_io)
			aml_io(a, (uint16_t)r->at, (uint16_t)r->len);
		else
			aml_memory(a, r->at, r->len);
	}
	for (size_t i = 0; i < d->vdev->irqs.n; i++)
		if (d->irq[i].connected)
			aml_interrupt(a, d->irq[i].line, d->irq[i].desc->level,
				      d->conf->shared);
	aml_end_resources(a);
}

static void write_device(struct aml *a, const struct plan_device *d,
			 size_t number)
{
	char name[8];

	CLAIM(number <= 0xfff);
	snprintf(name, sizeof(name), "D%03X", (unsigned)number & 0xfff);
	aml_begin_device(a, name);
	aml_name(a, "_HID");
	aml_hardware_id(a, d->vdev->acpi_hid);
	if (*d->vdev->acpi_cid != '\0') {
		aml_name(a, "_CID");
		aml_hardware_id(a, d->vdev->acpi_cid);
	}
	aml_name(a, "_UID");
	aml_integer(a, number);
	write_resources(a, d);
	aml_end(a);
}

static size_t room_for(const struct plan *p)
{
	size_t room = ROOM_FIXED;

	for (size_t i = 0; i < p->n_device; i++) {
		const struct conf_vdev *v = p->device[i].vdev;

		room += ROOM_DEVICE + strlen(v->acpi_hid) +
			strlen(v->acpi_cid) + v->windows.n * ROOM_WINDOW +
			v->irqs.n * ROOM_LINE;
	}
	return room;
}

static void write_definitions(struct aml *a, const struct plan *p)
{
	write_s5(a);
	aml_begin_scope(a, "_SB");
	write_button(a);
	write_events(a, &p->conf->tables);
	for (size_t i = 0; i < p->n_device; i++)
		if (*p->device[i].vdev->acpi_hid != '\0')
			write_device(a, &p->device[i], i);
	aml_end(a);
}

struct acpi_bytes acpi_dsdt(const struct plan *p)
{
	size_t room = room_for(p);
	struct acpi_header *dsdt = arena_new(p->arena, sizeof(*dsdt) + room);
	struct aml a;

	aml_init(&a, dsdt + 1, room);
	write_definitions(&a, p);
	CLAIM(a.depth == 0);
	acpi_header_init(dsdt, "DSDT", DSDT_REVISION, sizeof(*dsdt) + a.n);
	acpi_header_seal(dsdt);
	return (struct acpi_bytes){ dsdt, dsdt->length };
}
