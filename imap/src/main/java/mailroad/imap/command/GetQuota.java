package mailroad.imap.command;

import mailroad.imap.syntax.Input;
import mailroad.imap.syntax.Malformed;

/** GETQUOTA: what does a quota root hold? RFC 9208 section 4.1.1. */
public record GetQuota(String root) implements Command.AfterLogin {
  static GetQuota parse(Input input) throws Malformed {
    input.space();
    return new GetQuota(input.astringText());
  }
}
