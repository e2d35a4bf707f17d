/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The table of processors and interrupt controllers. A vCPU's number is its
 * APIC id and its ACPI id, as KVM_CREATE_VCPU makes it. Must never list a
 * controller that the reduced profile does not use: the PICs that KVM brings
 * along are not told, so no guest waits for them.
 */
#include <string.h>

#include "conf/util/claim.h"
#include "qvm/x86_64/acpi.h"
#include "qvm/x86_64/acpi_tables.h"

enum {
	LOCAL_APIC_AT = 0xfee00000u,
	IO_APIC_AT = 0xfec00000u,
	TYPE_LOCAL_APIC = 0,
	TYPE_IO_APIC = 1,
	TYPE_OVERRIDE = 2,
	TYPE_NMI = 4,
	ENABLED = 1 << 0,
	ALL_PROCESSORS = 0xff,
	NMI_LINT = 1, /* where a PC has it */
	PIT_IRQ = 0,  /* KVM wires the PIT to pin 2 of the I/O APIC */
	PIT_LINE = 2,
};

/* 255 is "all processors" in an 8-bit id; more need x2APIC entries. */
_Static_assert(PLAN_VCPUS_MAX <= 255, "an 8-bit APIC id names every vCPU");

struct writer {
	unsigned char *at;
};

static void add(struct writer *w, const void *entry, size_t len)
{
	memcpy(w->at, entry, len);
	w->at += len;
}

static void add_vcpu(struct writer *w, size_t number)
{
	struct acpi_madt_local_apic entry = {
		.type = TYPE_LOCAL_APIC,
		.length = sizeof(entry),
		.processor_uid = (uint8_t)number,
		.apic_id = (uint8_t)number,
		.flags = ENABLED,
	};

	add(w, &entry, sizeof(entry));
}

static void add_io_apic(struct writer *w)
{
	struct acpi_madt_io_apic entry = {
		.type = TYPE_IO_APIC,
		.length = sizeof(entry),
		.address = IO_APIC_AT,
	};

	add(w, &entry, sizeof(entry));
}

static void add_pit(struct writer *w)
{
	struct acpi_madt_override entry = {
		.type = TYPE_OVERRIDE,
		.length = sizeof(entry),
		.source = PIT_IRQ,
		.line = PIT_LINE,
	};

	add(w, &entry, sizeof(entry));
}

static void add_nmi(struct writer *w)
{
	struct acpi_madt_nmi entry = {
		.type = TYPE_NMI,
		.length = sizeof(entry),
		.processor_uid = ALL_PROCESSORS,
		.lint = NMI_LINT,
	};

	add(w, &entry, sizeof(entry));
}

struct acpi_bytes acpi_madt(const struct plan *p)
{
	bool has_pit = p->conf->irqchip.pit == CONF_PIT_KERNEL;
	size_t len = sizeof(struct acpi_madt) +
		     p->conf->cpus.n * sizeof(struct acpi_madt_local_apic) +
		     sizeof(struct acpi_madt_io_apic) +
		     (has_pit ? sizeof(struct acpi_madt_override) : 0) +
		     sizeof(struct acpi_madt_nmi);
	struct acpi_madt *madt = arena_new(p->arena, len);
	struct writer w = { (unsigned char *)(madt + 1) };

	CLAIM(p->conf->cpus.n <= PLAN_VCPUS_MAX);
	acpi_header_init(&madt->header, "APIC", 5, len);
	madt->local_apic = LOCAL_APIC_AT;
	for (size_t i = 0; i < p->conf->cpus.n; i++)
		add_vcpu(&w, i);
	add_io_apic(&w);
	if (has_pit)
		add_pit(&w);
	add_nmi(&w);
	acpi_header_seal(&madt->header);
	return (struct acpi_bytes){ madt, len };
}
