package mailroad.mailbox;

/**
 * What became of something that an administrator or a user asked for.
 *
 * @param <T> what there is when it was done
 */
public sealed interface Outcome<T> {
  /** It was done. */
  record Done<T>(T value) implements Outcome<T> {}

  /** It was not done, and nothing was changed. */
  record Refused<T>(Refusal refusal) implements Outcome<T> {}

  /** Why not. */
  enum Refusal {
    /** There is one already. */
    EXISTS("it exists already"),
    /** There is no such thing. */
    NOT_FOUND("there is no such thing"),
    /** The domain is not one of ours. */
    NO_SUCH_DOMAIN("the domain is not local here"),
    /** Accounts or aliases still use it. */
    IN_USE("accounts or aliases still use it"),
    /** It is against the rules of RFC 3501, such as deleting INBOX. */
    NOT_ALLOWED("that cannot be done"),
    /** The name is too long or too deep. */
    NAME_TOO_LONG("the name is too long or has too many levels"),
    /** There are too many already. */
    TOO_MANY("there are too many already"),
    /** Somebody else's mailbox, and the right to do it was not given (RFC 4314). */
    NO_RIGHT("there is no right to do that"),
    /** The password is too short or too long. */
    BAD_PASSWORD("the password is too short or too long");

    private final String text;

    Refusal(String text) {
      this.text = text;
    }

    /** The reason in words. */
    public String text() {
      return text;
    }
  }

  /** Done, with nothing to tell. */
  static Outcome<Nothing> done() {
    return new Done<>(Nothing.NOTHING);
  }

  /** Not done. */
  static <T> Outcome<T> refused(Refusal refusal) {
    return new Refused<>(refusal);
  }

  /** Where there is nothing to tell. */
  enum Nothing {
    /** The only one. */
    NOTHING
  }
}
