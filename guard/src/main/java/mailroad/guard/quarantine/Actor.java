package mailroad.guard.quarantine;

import mailroad.kernel.EmailAddress;

/** Who does something about mail that is kept. */
public sealed interface Actor {
  /** Somebody who may do anything, and answers for it. */
  record Administrator(String name) implements Actor {
    @Override
    public String toString() {
      return name;
    }
  }

  /** Somebody whose mailbox a copy would have gone into. */
  record Owner(EmailAddress account) implements Actor {
    @Override
    public String toString() {
      return account.toString();
    }
  }
}
