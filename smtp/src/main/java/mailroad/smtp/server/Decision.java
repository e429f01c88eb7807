package mailroad.smtp.server;

import mailroad.kernel.Reply;

/** What the owner of a session says to a step of it. */
public sealed interface Decision {
  /** Go on. */
  record Accept() implements Decision {}

  /**
   * No.
   *
   * @param reply 4xx or 5xx; a 421 also ends the session
   */
  record Refuse(Reply reply) implements Decision {
    /** A refusal. */
    public Refuse {
      if (reply.kind() != Reply.Kind.LATER && reply.kind() != Reply.Kind.NEVER) {
        throw new IllegalArgumentException("not a refusal: " + reply);
      }
    }
  }

  /** Go on. */
  static Decision accept() {
    return new Accept();
  }

  /** No, with that reply. */
  static Decision refuse(int code, String status, String text) {
    return new Refuse(new Reply(code, status, text));
  }
}
