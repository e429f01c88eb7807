package mailroad.imap.session;

/**
 * How a command ended: what follows its tag (RFC 3501 section 7.1).
 *
 * @param text response code, if any, and words for people
 */
record Completion(Status status, String text) {
  /** RFC 3501 section 7.1.1 to RFC 3501 section 7.1.3. */
  enum Status {
    OK,
    NO,
    BAD
  }

  static Completion ok(String text) {
    return new Completion(Status.OK, text);
  }

  static Completion no(String text) {
    return new Completion(Status.NO, text);
  }

  static Completion bad(String text) {
    return new Completion(Status.BAD, text);
  }
}
