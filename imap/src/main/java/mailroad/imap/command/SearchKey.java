package mailroad.imap.command;

import java.time.LocalDate;
import mailroad.imap.syntax.SequenceSet;
import mailroad.mailbox.Flag;

/** What SEARCH looks for (RFC 3501 section 6.4.4). Texts are in the case that the client wrote. */
public sealed interface SearchKey {
  /** Any message. */
  record All() implements SearchKey {}

  /** One with these numbers. */
  record Numbered(SequenceSet set) implements SearchKey {}

  /** One with these UIDs. */
  record Uid(SequenceSet set) implements SearchKey {}

  /** One that has a flag. */
  record Flagged(Flag flag) implements SearchKey {}

  /** One that has a keyword. */
  record Keyword(String keyword) implements SearchKey {}

  /** One that is {@code \Recent}. */
  record Recent() implements SearchKey {}

  /** One that came, or was sent, at some time; days are compared without time and zone. */
  record Dated(When when, boolean sent, LocalDate day) implements SearchKey {}

  /** How days are compared. */
  enum When {
    BEFORE,
    ON,
    SINCE
  }

  /** One that is larger than so many octets. */
  record Larger(long octets) implements SearchKey {}

  /** One that is smaller than so many octets. */
  record Smaller(long octets) implements SearchKey {}

  /** One that has a field with a text in it; an empty text asks for the field alone. */
  record Field(String name, String text) implements SearchKey {}

  /** One that has a text in its body. */
  record Body(String text) implements SearchKey {}

  /** One that has a text in its header section or its body. */
  record Text(String text) implements SearchKey {}

  /** One whose modseq is at least this: RFC 7162 section 3.1.5. */
  record ModSeq(long atLeast) implements SearchKey {}

  /** One of this EMAILID: RFC 8474 section 6. */
  record EmailId(String id) implements SearchKey {}

  /** One of this THREADID: RFC 8474 section 6. */
  record ThreadId(String id) implements SearchKey {}

  /** One that came into this mailbox at some time: RFC 8514 section 4.3. */
  record Saved(When when, LocalDate day) implements SearchKey {}

  /**
   * One that came so many seconds ago (RFC 5032 section 2).
   *
   * @param younger whether it came later than that
   */
  record Within(boolean younger, long seconds) implements SearchKey {}

  /** One that more or less is that: RFC 6203 section 3. */
  record Fuzzy(SearchKey key) implements SearchKey {}

  /** One that is not that. */
  record Not(SearchKey key) implements SearchKey {}

  /** One that is this or that. */
  record Or(SearchKey left, SearchKey right) implements SearchKey {}

  /** One that is all of that. */
  record And(java.util.List<SearchKey> keys) implements SearchKey {
    /** The list does not change. */
    public And {
      keys = java.util.List.copyOf(keys);
    }
  }

  /** Whether message numbers are among what is looked for. */
  default boolean namesNumbers() {
    return switch (this) {
      case Numbered(var set) -> !set.isSaved();
      case Not(var key) -> key.namesNumbers();
      case Fuzzy(var key) -> key.namesNumbers();
      case Or(var left, var right) -> left.namesNumbers() || right.namesNumbers();
      case And(var keys) -> keys.stream().anyMatch(SearchKey::namesNumbers);
      default -> false;
    };
  }

  /** Whether a modseq is among what is looked for, so that the reply tells the highest (RFC 7162 section 3.1.5). */
  default boolean asksForModSeqs() {
    return switch (this) {
      case ModSeq _ -> true;
      case Not(var key) -> key.asksForModSeqs();
      case Fuzzy(var key) -> key.asksForModSeqs();
      case Or(var left, var right) -> left.asksForModSeqs() || right.asksForModSeqs();
      case And(var keys) -> keys.stream().anyMatch(SearchKey::asksForModSeqs);
      default -> false;
    };
  }
}
