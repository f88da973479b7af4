// SPDX-License-Identifier: GPL-2.0-only
/* answer.c - to whom an answer goes, and where it stands in the thread. */
#include "answer.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "address.h"

static const struct mail *first_patch(const struct series *series)
{
	size_t i;

	for (i = 0; i < series->nr; i++)
		if (!series->mail[i]->left_out)
			return series->mail[i];
	return NULL;
}

/* The cover letter of the version that is applied, or a patch of it. */
bool answer__is_of_series(const struct series *series, const struct mail *mail)
{
	const struct mail *first = first_patch(series);
	const struct subject *s = &mail->subject;

	if (!mail->left_out)
		return true;
	return s->total && !s->n && !s->is_reply && s->version == first->subject.version &&
		s->total == first->subject.total;
}

const struct mail *answer__target(const struct series *series, size_t patch)
{
	const struct mail *cover = NULL;
	size_t i, nr = 0;

	for (i = 0; i < series->nr; i++) {
		if (!series->mail[i]->left_out && ++nr == patch)
			return series->mail[i];
		if (series->mail[i]->left_out && answer__is_of_series(series, series->mail[i]))
			cover = series->mail[i];
	}
	return cover ? cover : first_patch(series);
}

/* A header of the mail with what is neither text nor a blank taken out. */
static char *header(const struct mail *mail, const char *name)
{
	char *value = mail->head.data ? header__get(&mail->head, name) : NULL, *c;

	for (c = value; c && *c; c++)
		if ((unsigned char)*c < ' ' || *c == 0x7f)
			*c = ' ';
	return value;
}

static void add_header(struct address_list *a, const struct mail *mail, const char *name)
{
	char *value = header(mail, name);

	addresses__add(a, value);
	free(value);
}

static void put_list(struct text *out, const char *name, const struct address_list *a)
{
	if (a->list.len)
		address__header(out, name, a->list.data);
}

/* Who wrote what is answered; then all that any of its mails went to. */
static void put_people(struct text *out, const struct address_list *from, const struct series *series,
		       const struct mail *mail)
{
	static const char *const names[] = { "From", "To", "Cc" };
	struct address_list to = { 0 }, cc = { 0 };
	size_t i, k;

	addresses__skip(&to, from);
	add_header(&to, mail, "From");
	addresses__skip(&cc, &to);
	for (k = 0; k < ARRAY_SIZE(names); k++)
		for (i = 0; i < series->nr; i++)
			if (answer__is_of_series(series, series->mail[i]))
				add_header(&cc, series->mail[i], names[k]);
	/* One who answers himself still has to be told. */
	put_list(out, to.list.len ? "To" : "Cc", to.list.len ? &to : &cc);
	put_list(out, "Cc", to.list.len ? &cc : &to);
	addresses__free(&to);
	addresses__free(&cc);
}

static void put_thread(struct text *out, const struct mail *mail)
{
	char *references = header(mail, "References"), *all;

	if (!references)
		references = header(mail, "In-Reply-To");
	if (references && !strchr(references, '<'))
		*references = '\0';
	all = text__format("%s <%s>", references ? references : "", mail->id);
	text__printf(out, "In-Reply-To: <%s>\n", mail->id);
	address__header(out, "References", all);
	free(references);
	free(all);
}

static void put_subject(struct text *out, const struct mail *mail)
{
	char *subject = header(mail, "Subject");
	struct text value = { 0 }, encoded = { 0 };

	text__printf(&value, "%s%s", subject && !strncasecmp(subject, "Re:", 3) ? "" : "Re: ",
		     subject ? subject : "");
	text__to_utf8(&value, NULL);
	address__encode(&encoded, value.data);
	address__header(out, "Subject", encoded.data);
	text__free(&value);
	text__free(&encoded);
	free(subject);
}

/* The sender's domain, or this machine's name. */
static char *new_id(const struct address_list *from)
{
	char host[64] = "localhost", when[32];
	const char *domain = from->list.data ? strrchr(from->list.data, '@') : NULL;
	time_t now = time(NULL);

	if (!domain)
		gethostname(host, sizeof(host) - 1);
	strftime(when, sizeof(when), "%Y%m%d%H%M%S", gmtime(&now));
	domain = domain ? domain + 1 : host;
	return text__format("%s.%d.vcpuscale@%.*s", when, getpid(), (int)strcspn(domain, ">, "), domain);
}

void answer__head(struct text *out, const struct reply *reply, const struct series *series,
		 const struct mail *mail, char **id)
{
	struct address_list from = { 0 };
	time_t now = time(NULL);
	char date[64];

	addresses__add(&from, reply->from);
	strftime(date, sizeof(date), "%a, %d %b %Y %H:%M:%S +0000", gmtime(&now));
	*id = new_id(&from);
	put_list(out, "From", &from);
	put_people(out, &from, series, mail);
	put_subject(out, mail);
	text__printf(out, "Date: %s\nMessage-ID: <%s>\n", date, *id);
	put_thread(out, mail);
	text__printf(out, "X-Vcpuscale-Verdict: %s\nMIME-Version: 1.0\n", reply->verdict);
	text__puts(out, "Content-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\n\n");
	addresses__free(&from);
}
