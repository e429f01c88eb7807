package mailroad.guard.filter;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import mailroad.guard.filter.FiltersConfig.Mail;
import mailroad.guard.filter.FiltersConfig.OnFailure;

/**
 * One milter.
 *
 * @param name what evidence and logs call it; empty for {@code milter}
 * @param address where it listens: {@code host:port} or {@code unix:/path}
 * @param mail which mail it looks at
 * @param macros further macros, or others than the usual, {@code name=value}, such as {@code {daemon_name}=edge}
 * @param freshConnections whether each message gets a connection of its own, for a milter that cannot take a further
 *     one ({@code QUIT_NC})
 * @param bodyOctetsMax most octets of a body that it puts in place of the message's; zero for 64 MiB
 * @param octetsMax larger messages are not shown to it; zero for no limit
 * @param timeLimit longest time of one look; zero for 30 seconds
 * @param onFailure what becomes of a message that it cannot look at
 * @param connectionsMax most messages that it looks at together; zero for 16
 */
public record MilterLine(
    String name,
    String address,
    Mail mail,
    List<String> macros,
    boolean freshConnections,
    long bodyOctetsMax,
    long octetsMax,
    Duration timeLimit,
    OnFailure onFailure,
    int connectionsMax) {
  private static final Terms.Usual USUAL = new Terms.Usual("milter", Long.MAX_VALUE);
  private static final int BODY_OCTETS_MAX = 64 << 20;
  private static final Pattern MACRO =
      Pattern.compile("([A-Za-z_]|\\{[A-Za-z0-9_]{2,40}\\})=([^\\x00-\\x1f]{0,500})");

  /** Checks the parts. */
  public MilterLine {
    for (String macro : macros) {
      Checks.require(
          MACRO.matcher(macro).matches(),
          "macros must be name=value with a letter or {word} for a name, not \"%s\""
              .formatted(macro));
    }
    Checks.require(
        bodyOctetsMax >= 0 && bodyOctetsMax <= Integer.MAX_VALUE / 2,
        "body-octets-max must be between 0 and " + Integer.MAX_VALUE / 2);
    macros = List.copyOf(macros);
    Terms.of(
        USUAL,
        new Terms.Said(name, address, mail, octetsMax, timeLimit, onFailure, connectionsMax));
  }

  /** A milter that is asked as usual. */
  public static MilterLine at(String name, String address) {
    return new MilterLine(
        name, address, Mail.ALL, List.of(), false, 0, 0, Duration.ZERO, OnFailure.ACCEPT, 0);
  }

  /** The same with further macros. */
  public MilterLine withMacros(List<String> others) {
    return new MilterLine(
        name,
        address,
        mail,
        others,
        freshConnections,
        bodyOctetsMax,
        octetsMax,
        timeLimit,
        onFailure,
        connectionsMax);
  }

  /** The same with a connection for each message, and bodies of so many octets. */
  public MilterLine withFreshConnections(long bodyOctets) {
    return new MilterLine(
        name,
        address,
        mail,
        macros,
        true,
        bodyOctets,
        octetsMax,
        timeLimit,
        onFailure,
        connectionsMax);
  }

  /** The same within other limits. */
  public MilterLine within(long octets, Duration time, OnFailure rule, int connections) {
    return new MilterLine(
        name,
        address,
        mail,
        macros,
        freshConnections,
        bodyOctetsMax,
        octets,
        time,
        rule,
        connections);
  }

  Terms terms() {
    return Terms.of(
        USUAL,
        new Terms.Said(name, address, mail, octetsMax, timeLimit, onFailure, connectionsMax));
  }

  int bodyMax() {
    return bodyOctetsMax == 0 ? BODY_OCTETS_MAX : (int) bodyOctetsMax;
  }

  Map<String, String> ownMacros() {
    Map<String, String> out = new LinkedHashMap<>();
    for (String macro : macros) {
      int at = macro.indexOf('=');
      out.put(macro.substring(0, at), macro.substring(at + 1));
    }
    return out;
  }
}
