package mailroad.mailbox;

import java.util.ArrayList;
import java.util.List;

/**
 * Who may do what with a mailbox, beside its owner, who may everything (RFC 4314 section 2). Immutable.
 *
 * @param entries in the order that they were made, each with some right
 */
public record Acl(List<Entry> entries) {
  /** For the owner alone. */
  public static final Acl NONE = new Acl(List.of());

  /** The record's list does not change. */
  public Acl {
    entries = List.copyOf(entries);
  }

  /**
   * What somebody may do, or may not.
   *
   * @param negative whether the rights are taken away from whatever other entries give
   */
  public record Entry(Grantee who, boolean negative, Rights rights) {
    /** As IMAP writes whom it is about. */
    public String identifier() {
      return (negative ? "-" : "") + who.text();
    }

    boolean isAbout(Grantee someone, boolean negatively) {
      return who.equals(someone) && negative == negatively;
    }
  }

  /** RFC 4314 section 2: what all that applies gives, less what it takes away. */
  public Rights of(Account account) {
    Rights given = Rights.NONE;
    Rights taken = Rights.NONE;
    for (Entry entry : entries) {
      if (entry.who().includes(account)) {
        given = entry.negative() ? given : given.with(entry.rights());
        taken = entry.negative() ? taken.with(entry.rights()) : taken;
      }
    }
    return given.without(taken);
  }

  /** What exactly this entry says. */
  public Rights entry(Grantee who, boolean negative) {
    for (Entry entry : entries) {
      if (entry.isAbout(who, negative)) {
        return entry.rights();
      }
    }
    return Rights.NONE;
  }

  /** The same with another entry in place of the one about the same; one without rights goes. */
  Acl with(Entry changed) {
    List<Entry> all = new ArrayList<>();
    boolean isThere = false;
    for (Entry entry : entries) {
      boolean same = entry.isAbout(changed.who(), changed.negative());
      isThere |= same;
      all.add(same ? changed : entry);
    }
    if (!isThere) {
      all.add(changed);
    }
    all.removeIf(entry -> entry.rights().isEmpty());
    return new Acl(all);
  }

  /** The same without anything about somebody. */
  Acl without(Grantee who) {
    return new Acl(entries.stream().filter(entry -> !entry.who().equals(who)).toList());
  }

  boolean isAbout(Grantee who) {
    return entries.stream().anyMatch(entry -> entry.who().equals(who));
  }
}
