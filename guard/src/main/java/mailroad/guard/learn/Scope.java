package mailroad.guard.learn;

import mailroad.mailbox.Account;

/**
 * For whom something is learned.
 *
 * @param id an account's number, or 0 for the site
 */
public record Scope(long id) {
  /** For everybody. */
  public static final Scope SITE = new Scope(0);

  /** For one account. */
  public static Scope of(Account account) {
    return new Scope(account.id());
  }
}
