package mailroad.mailbox;

import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.store.Key;

/** Whom a mailbox is shared with (RFC 4314 section 2). */
public sealed interface Grantee {
  /** As IMAP writes it. */
  String text();

  /** Whether this account is meant. */
  boolean includes(Account account);

  /** Where it stands in the index of what is shared with whom. */
  Key grants();

  /** Everybody. Since nobody comes in without a login, the same as {@link Authenticated}. */
  record Anyone() implements Grantee {
    @Override
    public String text() {
      return "anyone";
    }

    @Override
    public boolean includes(Account account) {
      return true;
    }

    @Override
    public Key grants() {
      return Sharing.GRANTS.then("anyone", "");
    }
  }

  /** Everybody who has logged in. */
  record Authenticated() implements Grantee {
    @Override
    public String text() {
      return "authenticated";
    }

    @Override
    public boolean includes(Account account) {
      return true;
    }

    @Override
    public Key grants() {
      return Sharing.GRANTS.then("authenticated", "");
    }
  }

  /** All accounts of a domain, written {@code @b.example}. */
  record Colleagues(Domain domain) implements Grantee {
    @Override
    public String text() {
      return "@" + domain;
    }

    @Override
    public boolean includes(Account account) {
      return account.address().domain().equals(domain);
    }

    @Override
    public Key grants() {
      return Sharing.GRANTS.then("domain", domain.name());
    }
  }

  /**
   * One account.
   *
   * @param id by which it is known: whoever later gets the same address is somebody else
   * @param address as it was when the mailbox was shared
   */
  record Person(long id, EmailAddress address) implements Grantee {
    @Override
    public String text() {
      return address.toString();
    }

    @Override
    public boolean includes(Account account) {
      return account.id() == id;
    }

    @Override
    public Key grants() {
      return Sharing.GRANTS.then("account", String.valueOf(id));
    }
  }
}
