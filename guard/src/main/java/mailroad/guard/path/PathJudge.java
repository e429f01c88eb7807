package mailroad.guard.path;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailroad.guard.verdict.Evidence;
import mailroad.kernel.AddressRange;
import mailroad.kernel.Text;
import mailroad.kernel.Why;

/** Judges one chain. A pure function of it. Used once. */
final class PathJudge {
  private final PathConfig config;
  private final Ours ours;
  private final Chain chain;
  private final List<Evidence> evidence = new ArrayList<>();

  PathJudge(PathConfig config, Ours ours, Chain chain) {
    this.config = config;
    this.ours = ours;
    this.chain = chain;
  }

  List<Evidence> judge() {
    evidence.add(config.scores().evidence(PathFinding.PATH, way()));
    if (chain.claimed().isEmpty() && chain.client().isPresent()) {
      find(PathFinding.RECEIVED_MISSING, "no server says that it handed the message on before");
    }
    for (ReceivedField field : chain.claimed()) {
      field(field);
    }
    times();
    addresses();
    return evidence;
  }

  private void find(PathFinding finding, String text) {
    boolean said = evidence.stream().anyMatch(it -> it.name().equals(finding.label()));
    if (!said) {
      evidence.add(config.scores().evidence(finding, new Why(text)));
    }
  }

  private void field(ReceivedField field) {
    if (field.saysNothing()) {
      find(PathFinding.RECEIVED_UNREADABLE, "a trace field says neither who nor from whom");
    }
    if (ours.isForged(field)) {
      find(
          PathFinding.RECEIVED_FORGED_BY_US,
          "a field pretends that this server, %s, has handled the message before: it knows of no %s"
              .formatted(field.by(), field.id().isEmpty() ? "such message" : "id " + field.id()));
    }
    if (ours.is(field.from()) && !ours.is(field.by())) {
      find(
          PathFinding.RECEIVED_HELO_OURS,
          "%s got it from somebody that called itself %s, which is this server"
              .formatted(field.by().isEmpty() ? "somebody" : field.by(), field.from()));
    }
    contradiction(field);
  }

  /** RFC 5321 section 4.1.3: who has no name gives its address, and should know it. */
  private void contradiction(ReceivedField field) {
    Optional<InetAddress> said = literal(field.from());
    if (said.isPresent()
        && field.address().isPresent()
        && !said.get().equals(field.address().get())
        && !Addresses.isPrivate(said.get())) {
      find(
          PathFinding.RECEIVED_HELO_CONTRADICTS,
          "somebody at %s called itself %s"
              .formatted(field.address().get().getHostAddress(), field.from()));
    }
  }

  private static Optional<InetAddress> literal(String name) {
    String inner =
        name.startsWith("[") && name.endsWith("]") ? name.substring(1, name.length() - 1) : name;
    return AddressRange.address(inner.replaceFirst("(?i)^IPv6:", ""));
  }

  /** From the top, each time is to be no later than the one above. */
  private void times() {
    Duration tolerance = config.clockTolerance();
    Instant above = chain.arrived();
    boolean top = true;
    for (ReceivedField field : chain.claimed()) {
      if (field.at().isEmpty()) {
        continue;
      }
      Instant at = field.at().get();
      if (at.isAfter(chain.arrived().plus(tolerance))) {
        find(
            PathFinding.RECEIVED_FUTURE,
            "%s had the message at %s, which is yet to come".formatted(named(field), at));
      } else if (!top && at.isAfter(above.plus(tolerance))) {
        find(
            PathFinding.RECEIVED_BACKWARDS,
            "%s had the message at %s, after the next server, which had it at %s"
                .formatted(named(field), at, above));
      }
      above = at;
      top = false;
    }
  }

  private static String named(ReceivedField field) {
    return field.by().isEmpty() ? "somebody" : field.by();
  }

  /** Between two public addresses there is no way through a private one, but within one organisation. */
  private void addresses() {
    boolean publicAbove = chain.client().filter(a -> !Addresses.isPrivate(a)).isPresent();
    for (int i = 0; publicAbove && i < chain.claimed().size(); i++) {
      Optional<InetAddress> address = chain.claimed().get(i).address();
      if (address.filter(Addresses::isPrivate).isPresent() && publicBelow(i + 1)) {
        find(
            PathFinding.RECEIVED_PRIVATE,
            "it came through %s, which no public address can reach"
                .formatted(address.get().getHostAddress()));
        return;
      }
    }
  }

  private boolean publicBelow(int from) {
    return chain.claimed().stream()
        .skip(from)
        .flatMap(field -> field.address().stream())
        .anyMatch(address -> !Addresses.isPrivate(address));
  }

  /** The way in words: what is known here first, then what is claimed, the latest first. */
  private Why way() {
    List<Why> hops = new ArrayList<>();
    hops.add(
        new Why(
            "known here: "
                + chain
                    .client()
                    .map(client ->
                        client.getHostAddress() + called(chain.hello()) + " handed it over")
                    .orElse("it was handed in on this machine")
                + " at "
                + chain.arrived().truncatedTo(ChronoUnit.SECONDS)));
    int n = 0;
    for (ReceivedField field : chain.claimed()) {
      if (n++ == config.hopsShown()) {
        hops.add(
            new Why(
                "claimed: %s more"
                    .formatted(Text.count(chain.claimed().size() - config.hopsShown(), "hop"))));
        break;
      }
      hops.add(hop(field));
    }
    int claims = chain.claimed().size();
    return new Why(
        claims == 0
            ? "nothing is claimed of its way before"
            : Text.count(claims, "hop is", "hops are") + " claimed of its way before",
        hops);
  }

  private Why hop(ReceivedField field) {
    boolean ourOwn = ours.wrote(field);
    StringBuilder text = new StringBuilder(ourOwn ? "known here: " : "claimed: ");
    text.append(named(field)).append(" got it");
    field.address().ifPresent(address -> text.append(" from ").append(address.getHostAddress()));
    text.append(called(field.from()));
    if (!field.reverse().isEmpty() && !field.reverse().equalsIgnoreCase(field.from())) {
      text.append(", by DNS ").append(field.reverse());
    }
    if (!field.with().isEmpty()) {
      text.append(" with ").append(field.with());
    }
    if (!field.id().isEmpty()) {
      text.append(" as ").append(field.id());
    }
    field.at().ifPresent(at -> text.append(" at ").append(at));
    return new Why(text.toString());
  }

  private static String called(String name) {
    return name.isEmpty() ? "" : " calling itself " + name;
  }
}
