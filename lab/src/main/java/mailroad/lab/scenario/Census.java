package mailroad.lab.scenario;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import mailroad.kernel.EmailAddress;

/**
 * Compares what was written with what has come of it, and says what is wrong.
 *
 * <p>Each letter that was accepted lies in its recipient's mailbox, whole, or, where there is no such
 * recipient, a report lies in its writer's. A letter or report may come twice where a connection broke between
 * the final dot and its reply (RFC 5321 section 4.5.3.2.6, RFC 1047), or the reply could not be written down for a
 * full disk, and nowhere else: each further copy needs
 * an acceptance over a connection that a fault came between. What a server accepted for its own mailboxes it
 * has filed exactly once. All of it came within the lifetime of the queue.
 */
final class Census {
  private final Evidence evidence;
  private final List<Posting> postings;
  private final Duration lifetime;
  private final List<String> problems = new ArrayList<>();

  Census(Evidence evidence, List<Posting> postings, Duration lifetime) {
    this.evidence = evidence;
    this.postings = List.copyOf(postings);
    this.lifetime = lifetime;
  }

  /** What is wrong, a sentence each; nothing if all is well. */
  List<String> problems() {
    problems.clear();
    for (Posting posting : postings) {
      if (!posting.isSettled()) {
        problem(posting, "was neither accepted nor refused");
      } else if (evidence.exists(posting.recipient())) {
        checkDelivered(posting);
      } else {
        checkReported(posting);
      }
    }
    evidence.received().forEach(this::checkKnown);
    return List.copyOf(problems);
  }

  private void checkDelivered(Posting posting) {
    Letter letter = posting.letter();
    EmailAddress recipient = posting.recipient();
    if (posting.refusal().isPresent()) {
      problem(posting, "was refused: " + posting.refusal().get());
      return;
    }
    List<Received> copies =
        evidence
            .mailbox(recipient)
            .filter(message -> message.messageId().equals(letter.messageId()))
            .toList();
    checkCopies(posting, letter.messageId(), recipient, copies);
    if (!copies.stream().allMatch(copy -> copy.isWhole(letter))) {
      problem(posting, "did not come whole");
    }
    if (!reports(posting).isEmpty()) {
      problem(posting, "was reported as failed although its recipient exists");
    }
  }

  private void checkReported(Posting posting) {
    if (posting.refusal().isPresent()) {
      return; // the writer was told so at once
    }
    List<Received> reports = reports(posting);
    Set<String> different = reports.stream().map(Received::messageId).collect(Collectors.toSet());
    Letter letter = posting.letter();
    long most = 1 + evidence.disturbances(letter.messageId(), posting.recipient());
    if (different.isEmpty()) {
      problem(posting, "vanished: nobody reported that there is no such recipient");
    } else if (different.size() > most) {
      problem(posting, "was reported %d times, at most %d".formatted(different.size(), most));
    }
    for (String report : different) {
      List<Received> copies =
          reports.stream().filter(message -> message.messageId().equals(report)).toList();
      checkCopies(posting, report, letter.from(), copies);
    }
  }

  private List<Received> reports(Posting posting) {
    return evidence
        .mailbox(posting.letter().from())
        .filter(message -> message.reportsFailure(posting.letter(), posting.recipient()))
        .toList();
  }

  /** Not lost, not twice without a reason, filed as often as accepted, in time. */
  private void checkCopies(
      Posting posting, String messageId, EmailAddress owner, List<Received> copies) {
    long accepted = evidence.acceptedAtHome(messageId, owner);
    long most = 1 + evidence.disturbances(messageId, owner);
    if (copies.isEmpty()) {
      problem(posting, "is lost: %s has no copy of %s".formatted(owner, messageId));
    }
    if (copies.size() > most) {
      problem(posting, "came %d times, at most %d can be".formatted(copies.size(), most));
    }
    if (copies.size() != accepted) {
      problem(
          posting,
          "was accepted %d times by its last server, but filed %d times"
              .formatted(accepted, copies.size()));
    }
    Instant end = posting.firstTried().orElse(Instant.MAX.minus(lifetime)).plus(lifetime);
    if (copies.stream().anyMatch(copy -> copy.arrived().isAfter(end))) {
      problem(posting, "came after the lifetime of the queue");
    }
  }

  /** Nothing lies about that nobody wrote. */
  private void checkKnown(Received message) {
    boolean known =
        postings.stream()
            .anyMatch(posting ->
                message.messageId().equals(posting.letter().messageId())
                        && message.owner().equals(posting.recipient())
                    || message.isAbout(posting.letter())
                        && message.owner().equals(posting.letter().from()));
    if (!known) {
      problems.add(
          "%s has a message that nobody wrote to them: %s"
              .formatted(message.owner(), message.messageId()));
    }
  }

  private void problem(Posting posting, String what) {
    problems.add(posting + " " + what);
  }
}
