package mailroad.imap.session;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.TreeSet;
import mailroad.mailbox.Annotation;
import mailroad.mailbox.Mailbox;
import mailroad.mailbox.Mailboxes;
import mailroad.store.StoreException;

/**
 * Tells which annotations have changed since the client was last told: METADATA responses that nobody asked for, with names and
 * without values (RFC 5464 section 4.4.2). What the client changes itself is no news to it. Used by one task at a time.
 */
final class AnnotationNews {
  private static final long SERVER = 0; // which is no mailbox's UIDVALIDITY

  private final Mailboxes mailboxes;
  private final Responses out;
  private final Map<Long, NavigableMap<Annotation, Long>> known = new HashMap<>();

  AnnotationNews(Mailboxes mailboxes, Responses out) {
    this.mailboxes = mailboxes;
    this.out = out;
  }

  /** Looks at the annotations of the server; at the first look nothing is told. */
  void tellOfServer() throws IOException, StoreException {
    tell(SERVER, "\"\"", mailboxes.serverAnnotationVersions());
  }

  /** Looks at the annotations of a mailbox; at the first look nothing is told. */
  void tell(Mailbox mailbox) throws IOException, StoreException {
    NavigableMap<Annotation, Long> now = mailbox.annotationVersions();
    if (mailbox.isThere()) {
      tell(mailbox.uidValidity(), out.mailbox(mailbox.name()), now);
    }
  }

  /** The same, but for a mailbox that was looked at before. */
  void begin(Mailbox mailbox) throws IOException, StoreException {
    if (!known.containsKey(mailbox.uidValidity())) {
      tell(mailbox);
    }
  }

  private void tell(long thing, String name, NavigableMap<Annotation, Long> now)
      throws IOException {
    NavigableMap<Annotation, Long> before = known.put(thing, now);
    if (before == null) {
      return;
    }
    Set<Annotation> all = new TreeSet<>(now.keySet());
    all.addAll(before.keySet());
    StringJoiner changed = new StringJoiner(" ");
    for (Annotation one : all) {
      if (!now.getOrDefault(one, 0L).equals(before.getOrDefault(one, 0L))) {
        changed.add(one.toString());
      }
    }
    if (changed.length() > 0) {
      out.untagged("METADATA " + name + " " + changed);
    }
  }

  /** The client itself has set these, of the server. */
  void absorbServer(Collection<Annotation> own) throws StoreException {
    absorb(SERVER, mailboxes.serverAnnotationVersions(), own);
  }

  /** The client itself has set these, of a mailbox. */
  void absorb(Mailbox mailbox, Collection<Annotation> own) throws StoreException {
    absorb(mailbox.uidValidity(), mailbox.annotationVersions(), own);
  }

  private void absorb(long thing, NavigableMap<Annotation, Long> now, Collection<Annotation> own) {
    NavigableMap<Annotation, Long> before = known.get(thing);
    if (before == null) {
      return;
    }
    NavigableMap<Annotation, Long> after = new TreeMap<>(before);
    for (Annotation one : own) {
      after.remove(one);
      if (now.containsKey(one)) {
        after.put(one, now.get(one));
      }
    }
    known.put(thing, after);
  }

  /** Forgets all mailboxes but these. */
  void retain(Set<Long> validities) {
    known.keySet().removeIf(thing -> thing != SERVER && !validities.contains(thing));
  }
}
