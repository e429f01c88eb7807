package mailroad.lab.scenario;

import java.time.Instant;
import java.util.Optional;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Reply;

/** What its writer knows of one letter to one recipient. */
final class Posting {
  private final Letter letter;
  private final EmailAddress recipient;
  private Optional<Instant> accepted = Optional.empty();
  private Optional<Instant> firstTried = Optional.empty();
  private Optional<Reply> refusal = Optional.empty();

  Posting(Letter letter, EmailAddress recipient) {
    this.letter = letter;
    this.recipient = recipient;
  }

  Letter letter() {
    return letter;
  }

  EmailAddress recipient() {
    return recipient;
  }

  void tried(Instant at) {
    if (firstTried.isEmpty()) {
      firstTried = Optional.of(at);
    }
  }

  void accepted(Instant at) {
    accepted = Optional.of(at);
  }

  void refused(Reply reply) {
    refusal = Optional.of(reply);
  }

  /** When somebody said 250 and answered for the letter from then on. */
  Optional<Instant> accepted() {
    return accepted;
  }

  /** When the writer first got so far that somebody may have taken the letter. */
  Optional<Instant> firstTried() {
    return firstTried;
  }

  Optional<Reply> refusal() {
    return refusal;
  }

  /** Whether the writer need not try again. */
  boolean isSettled() {
    return accepted.isPresent() || refusal.isPresent();
  }

  @Override
  public String toString() {
    return "letter %d to %s".formatted(letter.number(), recipient);
  }
}
