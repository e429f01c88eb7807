package mailroad.lab.topology;

import mailroad.kernel.EmailAddress;

/** Somebody with a mailbox. */
public record Account(EmailAddress address, String password) {
  @Override
  public String toString() {
    return address.toString();
  }
}
