package mailroad.imap.command;

import java.util.Optional;
import mailroad.imap.syntax.Input;
import mailroad.imap.syntax.Malformed;
import mailroad.imap.syntax.NameForm;

/** Makes a command of whatever a client sent. Total: never throws, never returns null. */
public final class CommandParser {
  private CommandParser() {}

  /**
   * Takes a command apart.
   *
   * @param octets the command with its literals, but for the message of an APPEND; without the CRLF at its end
   */
  public static Parsed parse(byte[] octets) {
    return parse(octets, NameForm.MODIFIED_UTF_7);
  }

  /**
   * The same.
   *
   * @param names how mailbox names are written
   */
  public static Parsed parse(byte[] octets, NameForm names) {
    Input input = new Input(octets, names);
    String tag = "*";
    try {
      tag = input.tag();
      input.space();
      Command command = command(input.word(), input);
      input.end();
      return new Parsed.Right(tag, command);
    } catch (Malformed e) {
      return new Parsed.Wrong(tag, e.reason());
    }
  }

  /**
   * The command that these octets begin, if they end in the mark of a literal that belongs into the store.
   *
   * @param names how mailbox names are written
   */
  public static Optional<Parsed.Right> bringingMessages(byte[] octets, NameForm names) {
    return parse(octets, names) instanceof Parsed.Right right
            && right.command() instanceof BringsMessages brings
            && brings.first().literal().isPresent()
        ? Optional.of(right)
        : Optional.empty();
  }

  private static Command command(String name, Input input) throws Malformed {
    return switch (name) {
      case "CAPABILITY" -> new Capability();
      case "NOOP" -> new Noop();
      case "LOGOUT" -> new Logout();
      case "ID" -> Id.parse(input);
      case "STARTTLS" -> new StartTls();
      case "AUTHENTICATE" -> Authenticate.parse(input);
      case "LOGIN" -> Login.parse(input);
      case "ENABLE" -> Enable.parse(input);
      case "SELECT" -> Select.parse(input, false);
      case "EXAMINE" -> Select.parse(input, true);
      case "CREATE" -> Create.parse(input);
      case "DELETE" -> Delete.parse(input);
      case "RENAME" -> Rename.parse(input);
      case "SUBSCRIBE" -> Subscribe.parse(input);
      case "UNSUBSCRIBE" -> Unsubscribe.parse(input);
      case "LIST" -> List.parse(input);
      case "LSUB" -> Lsub.parse(input);
      case "NAMESPACE" -> new Namespace();
      case "NOTIFY" -> Notify.parse(input);
      case "STATUS" -> Status.parse(input);
      case "APPEND" -> Append.parse(input);
      case "GETQUOTA" -> GetQuota.parse(input);
      case "GETQUOTAROOT" -> GetQuotaRoot.parse(input);
      case "SETQUOTA" -> SetQuota.parse(input);
      case "GETMETADATA" -> GetMetadata.parse(input);
      case "SETMETADATA" -> SetMetadata.parse(input);
      case "SETACL" -> SetAcl.parse(input);
      case "DELETEACL" -> DeleteAcl.parse(input);
      case "GETACL" -> GetAcl.parse(input);
      case "LISTRIGHTS" -> ListRights.parse(input);
      case "MYRIGHTS" -> MyRights.parse(input);
      case "IDLE" -> new Idle();
      case "COMPRESS" -> Compress.parse(input);
      case "UNAUTHENTICATE" -> new Unauthenticate();
      case "CHECK" -> new Check();
      case "CLOSE" -> new Close();
      case "UNSELECT" -> new Unselect();
      case "EXPUNGE" -> new Expunge(Optional.empty());
      case "SEARCH" -> Search.parse(input, false);
      case "SORT" -> Sort.parse(input, false);
      case "THREAD" -> ThreadSearch.parse(input, false);
      case "ESEARCH" -> MultiSearch.parse(input);
      case "CANCELUPDATE" -> CancelUpdate.parse(input);
      case "FETCH" -> Fetch.parse(input, false);
      case "STORE" -> Store.parse(input, false);
      case "COPY" -> Copy.parse(input, false);
      case "MOVE" -> Move.parse(input, false);
      case "REPLACE" -> Replace.parse(input, false);
      case "UID" -> uid(input);
      default -> throw new Malformed("unknown command");
    };
  }

  /** RFC 3501 section 6.4.8, RFC 4315 section 2.1, RFC 6851 section 3.2, RFC 8508 section 3.4. */
  private static Command uid(Input input) throws Malformed {
    input.space();
    return switch (input.word()) {
      case "FETCH" -> Fetch.parse(input, true);
      case "STORE" -> Store.parse(input, true);
      case "SEARCH" -> Search.parse(input, true);
      case "SORT" -> Sort.parse(input, true);
      case "THREAD" -> ThreadSearch.parse(input, true);
      case "COPY" -> Copy.parse(input, true);
      case "MOVE" -> Move.parse(input, true);
      case "REPLACE" -> Replace.parse(input, true);
      case "EXPUNGE" -> Expunge.ofUids(input);
      default -> throw new Malformed("unknown UID command");
    };
  }
}
