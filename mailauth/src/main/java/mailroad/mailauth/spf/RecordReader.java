package mailroad.mailauth.spf;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mailroad.kernel.AddressRange;
import mailroad.mailauth.spf.Mechanism.Cidr;

/** Reads the terms of a record (RFC 7208 section 12). One for each record. */
final class RecordReader {
  private static final Pattern MODIFIER = Pattern.compile("([A-Za-z][A-Za-z0-9_.-]*)=(.*)");
  private static final Pattern DIRECTIVE = Pattern.compile("([-+?~]?)([A-Za-z0-9_.-]+)([:/].*)?");
  private static final Pattern CIDR = Pattern.compile("(.*?)(?:/(\\d+))?(?://(\\d+))?");
  private static final Pattern NETWORK = Pattern.compile("([0-9A-Fa-f:.]+)(?:/(\\d+))?");
  private static final Pattern IP4 =
      Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:\\.(?!$)|$)){4}");

  private final List<Directive> directives = new ArrayList<>();
  private Optional<MacroString> redirect = Optional.empty();
  private Optional<MacroString> explanation = Optional.empty();

  /** Reads what follows the version. */
  SpfRecord read(String terms) throws MalformedException {
    for (String term : terms.split(" ", -1)) {
      if (!term.isEmpty()) {
        term(term);
      }
    }
    return new SpfRecord(directives, redirect, explanation);
  }

  private void term(String term) throws MalformedException {
    try {
      Matcher modifier = MODIFIER.matcher(term);
      if (modifier.matches()) {
        modifier(modifier.group(1).toLowerCase(Locale.ROOT), modifier.group(2));
        return;
      }
      Matcher directive = DIRECTIVE.matcher(term);
      if (!directive.matches()) {
        throw new MalformedException("it is no term");
      }
      String rest = directive.group(3) == null ? "" : directive.group(3);
      String name = directive.group(2).toLowerCase(Locale.ROOT);
      directives.add(new Directive(result(directive.group(1)), mechanism(name, rest), term));
    } catch (MalformedException e) {
      throw new MalformedException("%s: %s".formatted(term, e.getMessage()));
    }
  }

  private static SpfResult.Code result(String qualifier) {
    return switch (qualifier) {
      case "-" -> SpfResult.Code.FAIL;
      case "~" -> SpfResult.Code.SOFTFAIL;
      case "?" -> SpfResult.Code.NEUTRAL;
      default -> SpfResult.Code.PASS;
    };
  }

  /** RFC 7208 section 6: two may stand once, and any other is passed over if it has the form of one. */
  private void modifier(String name, String value) throws MalformedException {
    switch (name) {
      case "redirect" -> redirect = only(redirect, value);
      case "exp" -> explanation = only(explanation, value);
      default -> MacroString.parse(value, false);
    }
  }

  private static Optional<MacroString> only(Optional<MacroString> before, String value)
      throws MalformedException {
    if (before.isPresent()) {
      throw new MalformedException("it stands twice");
    }
    return Optional.of(HostName.spec(value));
  }

  private static Mechanism mechanism(String name, String rest) throws MalformedException {
    return switch (name) {
      case "all" -> nothing(rest);
      case "include" -> new Mechanism.Include(HostName.spec(argument(rest)));
      case "exists" -> new Mechanism.Exists(HostName.spec(argument(rest)));
      case "ptr" -> new Mechanism.Ptr(optional(rest));
      case "a" -> new Mechanism.A(optional(beforeCidr(rest)), cidr(rest));
      case "mx" -> new Mechanism.Mx(optional(beforeCidr(rest)), cidr(rest));
      case "ip4" -> ip4(argument(rest));
      case "ip6" -> ip6(argument(rest));
      default -> throw new MalformedException("there is no mechanism of this name");
    };
  }

  private static Mechanism nothing(String rest) throws MalformedException {
    if (!rest.isEmpty()) {
      throw new MalformedException("it takes no argument");
    }
    return new Mechanism.All();
  }

  private static String argument(String rest) throws MalformedException {
    if (!rest.startsWith(":")) {
      throw new MalformedException("it needs an argument");
    }
    return rest.substring(1);
  }

  private static Optional<MacroString> optional(String rest) throws MalformedException {
    return rest.isEmpty() ? Optional.empty() : Optional.of(HostName.spec(argument(rest)));
  }

  private static String beforeCidr(String rest) {
    Matcher matcher = CIDR.matcher(rest);
    return matcher.matches() ? matcher.group(1) : rest;
  }

  private static Cidr cidr(String rest) throws MalformedException {
    Matcher matcher = CIDR.matcher(rest);
    return matcher.matches()
        ? new Cidr(
            bits(Optional.ofNullable(matcher.group(2)), 32),
            bits(Optional.ofNullable(matcher.group(3)), 128))
        : new Cidr(32, 128);
  }

  private static int bits(Optional<String> digits, int all) throws MalformedException {
    if (digits.isEmpty()) {
      return all;
    }
    String text = digits.get();
    boolean padded = text.length() > 1 && text.startsWith("0");
    if (padded || text.length() > 3 || Integer.parseInt(text) > all) {
      throw new MalformedException("/%s is no length of a prefix".formatted(text));
    }
    return Integer.parseInt(text);
  }

  private static Mechanism ip4(String argument) throws MalformedException {
    Matcher matcher = network(argument);
    InetAddress address = address(matcher.group(1));
    if (!IP4.matcher(matcher.group(1)).matches() || !(address instanceof Inet4Address)) {
      throw new MalformedException("it is no network of IPv4");
    }
    int bits = bits(Optional.ofNullable(matcher.group(2)), 32);
    return new Mechanism.Ip4(new AddressRange(address, bits));
  }

  private static Mechanism ip6(String argument) throws MalformedException {
    Matcher matcher = network(argument);
    if (!matcher.group(1).contains(":")) {
      throw new MalformedException("it is no network of IPv6");
    }
    InetAddress address = address(matcher.group(1));
    int bits = bits(Optional.ofNullable(matcher.group(2)), 128);
    return address instanceof Inet4Address
        ? disguised(bits)
        : new Mechanism.Ip6(Optional.of(new AddressRange(address, bits)));
  }

  /**
   * Java turns {@code ::ffff:192.0.2.1} into an IPv4 address, and those match no ip6 (RFC 7208 section 5). Of IPv6
   * addresses only those are in such a network that share its leading zeros.
   */
  private static Mechanism disguised(int bits) throws MalformedException {
    return new Mechanism.Ip6(
        bits > 80 ? Optional.empty() : Optional.of(new AddressRange(address("::"), bits)));
  }

  private static Matcher network(String argument) throws MalformedException {
    Matcher matcher = NETWORK.matcher(argument);
    if (!matcher.matches()) {
      throw new MalformedException("it is no network");
    }
    return matcher;
  }

  private static InetAddress address(String text) throws MalformedException {
    return AddressRange.address(text)
        .orElseThrow(() -> new MalformedException("\"%s\" is no address".formatted(text)));
  }
}
