package mailroad.mta.routing;

import java.time.Duration;
import java.util.Optional;
import mailroad.kernel.EmailAddress;

/**
 * A line of routes, ready to be compared with mail.
 *
 * @param sizeMin octets; 0 for messages of any size
 * @param source the line and where it stands
 */
record Rule(
    AddressPattern to,
    SenderPattern from,
    Optional<Glob> account,
    long sizeMin,
    Optional<FieldPattern> field,
    NextHop next,
    Manner manner,
    Optional<Duration> lifetime,
    String source) {
  static Rule of(RouteLine line, String source) {
    return new Rule(
        AddressPattern.parse(line.to()).orElseThrow(),
        SenderPattern.parse(line.from()).orElseThrow(),
        Glob.parse(line.account()),
        line.sizeOctetsMin(),
        FieldPattern.parse(line.header()),
        NextHop.parse(line.nextHop()).orElseThrow(),
        line.manner(),
        line.ownLifetime(),
        source);
  }

  /** Whether the line is about mail for this recipient at all. */
  boolean speaksOf(EmailAddress recipient, boolean local) {
    return to.matches(recipient) && !(local && to.isForAll());
  }

  /** Why the line does not fit a message; empty if it does. What is not known yet does not fit. */
  Optional<String> misfit(Mail mail) {
    if (!from.matches(mail.sender())) {
      return Optional.of("a route is for other senders than " + mail.sender());
    }
    if (account.isPresent() && mail.account().isEmpty()) {
      return Optional.of("a route is for who has logged in");
    }
    if (account.isPresent() && !account.get().matches(mail.account().orElseThrow().toString())) {
      return Optional.of("a route is for other accounts than " + mail.account().orElseThrow());
    }
    return misfitOfContent(mail);
  }

  private Optional<String> misfitOfContent(Mail mail) {
    if (sizeMin > 0 && mail.octets().isEmpty()) {
      return Optional.of("a route depends on the size, which is not known yet");
    }
    if (sizeMin > 0 && mail.octets().getAsLong() < sizeMin) {
      return Optional.of(
          "a route is for larger messages than %d octets".formatted(mail.octets().getAsLong()));
    }
    if (field.isPresent() && mail.header().isEmpty()) {
      return Optional.of("a route depends on a header field, which is not known yet");
    }
    if (field.isPresent() && !field.get().matches(mail.header().orElseThrow())) {
      return Optional.of("a route is for messages with another field " + field.get().name());
    }
    return mail.released() && next instanceof NextHop.Hold
        ? Optional.of("a route holds it, and it was released")
        : Optional.empty();
  }
}
