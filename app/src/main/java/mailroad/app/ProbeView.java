package mailroad.app;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import mailroad.kernel.Text;
import mailroad.mta.Probe;

/** What a probe found, for JSON and for people. */
record ProbeView(String domain, String route, List<HostView> hosts, String text) {
  /** How one address answered. */
  record HostView(
      String host,
      String state,
      String detail,
      String policy,
      long millis,
      List<String> dialogue) {}

  static ProbeView of(Probe.Result result) {
    List<HostView> hosts = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    text.append(result.route().why());
    for (Probe.Host host : result.hosts()) {
      HostView view =
          new HostView(
              host.target().toString(),
              state(host.state()),
              detail(host.state()),
              host.policy().finding(),
              host.took().toMillis(),
              host.dialogue());
      hosts.add(view);
      text.append(
          "%s: %s (%d ms)%n  %s%n"
              .formatted(view.host(), view.state(), view.millis(), Text.visible(view.detail())));
      host.policy().toString().lines().forEach(line -> text.append("  ").append(line).append('\n'));
      host.dialogue().forEach(line -> text.append("    ").append(Text.visible(line)).append('\n'));
    }
    if (result.hosts().isEmpty()) {
      text.append("Nobody to speak to.\n");
    }
    return new ProbeView(
        result.domain().name(), result.route().why().finding(), hosts, text.toString());
  }

  private static String state(Probe.State state) {
    return switch (state) {
      case Probe.State.Reachable _ -> "reachable";
      case Probe.State.Unwilling _ -> "unwilling";
      case Probe.State.Refused _ -> "refused";
      case Probe.State.TimedOut _ -> "timed out";
      case Probe.State.Broken _ -> "broken";
    };
  }

  private static String detail(Probe.State state) {
    return switch (state) {
      case Probe.State.Reachable(var offers, var tls, var tlsFault) ->
          "offers "
              + String.join(", ", new TreeSet<>(offers.keywords()))
              + "; "
              + (tls.isEmpty() ? "no TLS" : tls)
              + (tlsFault.isEmpty()
                  ? ""
                  : " (TLS as the policy asks for it failed: " + tlsFault + ")");
      case Probe.State.Unwilling(var reason) -> reason;
      case Probe.State.Refused(var reason) -> reason;
      case Probe.State.TimedOut(var reason) -> reason;
      case Probe.State.Broken(var reason) -> reason;
    };
  }
}
