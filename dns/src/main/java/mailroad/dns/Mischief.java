package mailroad.dns;

import java.time.Duration;
import java.util.List;

/** One thing that a server does wrong. Records are lines of a master file with absolute names. */
public sealed interface Mischief {
  /** Does not answer; over TCP the connection stays open. */
  record Drop() implements Mischief {}

  /** Answers late. */
  record Delay(Duration by) implements Mischief {}

  /** Answers with this code, such as {@code SERVFAIL}, and nothing else. */
  record Fail(String code) implements Mischief {}

  /** Empties answer and authority and says that all is well. */
  record Succeed() implements Mischief {}

  /** Says that the answer does not fit, even over TCP if asked so. */
  record Truncate() implements Mischief {}

  /** Says FORMERR to whoever uses EDNS. */
  record ChokeOnEdns() implements Mischief {}

  /** Sends the name of the question back in lower case. */
  record LoseCase() implements Mischief {}

  /** Sends the answer under another id. */
  record WrongId() implements Mischief {}

  /** Sends the answer to another question. */
  record WrongQuestion() implements Mischief {}

  /** Sends so many answers under wrong ids before its own. */
  record Guess(int times) implements Mischief {}

  /** Denies its authority. */
  record NoAuthority() implements Mischief {}

  /** Puts these records in besides its own. */
  record Add(Where where, List<String> records) implements Mischief {
    /** The record's list does not change. */
    public Add {
      records = List.copyOf(records);
    }
  }

  /** Empties a section. */
  record Leave(Where out) implements Mischief {}

  /** Leaves out all records of a type, such as {@code RRSIG}. */
  record Strip(String type) implements Mischief {}

  /** Sends these octets, which need not be a message, behind the right id. */
  record Garble(byte[] rest) implements Mischief {}

  /** A section of a message. */
  enum Where {
    ANSWER,
    AUTHORITY,
    ADDITIONAL
  }
}
