package mailroad.mta.routing;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import mailroad.dns.Answer;
import mailroad.dns.Rr;
import mailroad.kernel.Why;
import mailroad.mta.routing.Facts.HostFacts;

/** What the answers about one host amount to. Pure. */
sealed interface HostAddresses {
  /** What was found, with each address that was passed over. */
  List<Why> why();

  /** Addresses that mail can go to, families alternating. */
  record Some(List<InetAddress> addresses, List<Why> why) implements HostAddresses {}

  /** None for sure. */
  record None(String reason, List<Why> why) implements HostAddresses {}

  /** None known, and a lookup failed. */
  record Unknown(String reason, List<Why> why) implements HostAddresses {}

  /** Reads the answers; addresses that cannot be a mail host are passed over. */
  static HostAddresses of(HostFacts facts, boolean loopbackAllowed) {
    List<Why> why = new ArrayList<>();
    List<InetAddress> six = usable(facts.aaaa(), loopbackAllowed, why);
    List<InetAddress> four = usable(facts.a(), loopbackAllowed, why);
    List<InetAddress> all = alternate(six, four);
    if (!all.isEmpty()) {
      return new Some(all, why);
    }
    Optional<String> failure = failure(facts);
    if (failure.isPresent()) {
      return new Unknown(failure.get(), why);
    }
    boolean exists = answers(facts).noneMatch(Answer.NoDomain.class::isInstance);
    boolean had = answers(facts).anyMatch(Answer.Found.class::isInstance);
    return new None(
        had ? "has no usable address" : exists ? "has no address" : "does not exist", why);
  }

  /** The names that the host has, through aliases. */
  static Stream<String> names(HostFacts facts) {
    return answers(facts)
        .flatMap(answer -> aliases(answer).stream())
        .flatMap(rr ->
            rr.data() instanceof Rr.Pointer(_, var target) ? Stream.of(target) : Stream.empty());
  }

  /** All addresses, usable or not. */
  static List<InetAddress> all(HostFacts facts) {
    return answers(facts)
        .flatMap(answer ->
            answer instanceof Answer.Found found ? found.records().stream() : Stream.empty())
        .flatMap(rr ->
            rr.data() instanceof Rr.Address(var address) ? Stream.of(address) : Stream.empty())
        .toList();
  }

  /** The CNAMEs that an answer followed. */
  static List<Rr> aliases(Answer answer) {
    return switch (answer) {
      case Answer.Found found -> found.aliases();
      case Answer.NoData none -> none.aliases();
      case Answer.NoDomain none -> none.aliases();
      case Answer.Failed _ -> List.of();
    };
  }

  private static Stream<Answer> answers(HostFacts facts) {
    return Stream.concat(facts.aaaa().stream(), facts.a().stream());
  }

  private static Optional<String> failure(HostFacts facts) {
    return answers(facts)
        .filter(Answer.Failed.class::isInstance)
        .map(answer -> ((Answer.Failed) answer).reason())
        .findFirst();
  }

  private static List<InetAddress> usable(
      Optional<Answer> answer, boolean loopbackAllowed, List<Why> why) {
    List<InetAddress> out = new ArrayList<>();
    if (answer.isEmpty()) {
      return out;
    }
    for (Rr alias : aliases(answer.get())) {
      // RFC 2181 section 10.3 forbids it, and yet it exists: followed, and told.
      Why followed = new Why(alias.owner() + " is an alias", alias.text());
      if (!why.contains(followed)) {
        why.add(followed);
      }
    }
    switch (answer.get()) {
      case Answer.Found found -> {
        for (Rr rr : found.records()) {
          if (rr.data() instanceof Rr.Address(var address)) {
            Optional<String> fault = fault(address, loopbackAllowed);
            why.add(
                new Why(
                    address.getHostAddress() + fault.map(f -> " is passed over: " + f).orElse(""),
                    rr.text()));
            if (fault.isEmpty()) {
              out.add(address);
            }
          }
        }
      }
      case Answer.Failed failed ->
          why.add(new Why("a lookup failed: " + failed.reason(), List.of(failed.walk())));
      case Answer.NoData _, Answer.NoDomain _ -> {}
    }
    return out;
  }

  /** Why no mail host can be at an address (Exim calls these {@code ignore_target_hosts}); empty if one can. */
  static Optional<String> fault(InetAddress address, boolean loopbackAllowed) {
    int first = Byte.toUnsignedInt(address.getAddress()[0]);
    boolean four = address instanceof Inet4Address;
    if (address.isAnyLocalAddress() || four && first == 0) {
      return Optional.of("it means no host at all");
    }
    if (address.isMulticastAddress() || four && first >= 240) {
      return Optional.of("it is no address of one host");
    }
    if (address.isLoopbackAddress() && !loopbackAllowed) {
      return Optional.of("it is a loopback address");
    }
    return address instanceof Inet6Address && address.isLinkLocalAddress()
        ? Optional.of("it is good on one link alone")
        : Optional.empty();
  }

  /** Takes from both in turn, so that a family that does not work does not use an attempt up. */
  static List<InetAddress> alternate(List<InetAddress> first, List<InetAddress> second) {
    List<InetAddress> out = new ArrayList<>();
    for (int i = 0; i < Math.max(first.size(), second.size()); i++) {
      if (i < first.size()) {
        out.add(first.get(i));
      }
      if (i < second.size()) {
        out.add(second.get(i));
      }
    }
    return out;
  }
}
