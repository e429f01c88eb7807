package mailroad.mailauth.spf;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import mailroad.kernel.Domain;
import mailroad.kernel.RealWorld;
import mailroad.mailauth.dkim.Dkimpy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whether Debian's python3-spf finds the same as we do, of policies that chance has made: sound, broken, and in circles. It
 * refuses a policy that includes itself before it looks at what stands before that, and counts more look-ups as void than
 * we do; neither is made here.
 */
class PyspfTest {
  private static final RealWorld WORLD = new RealWorld((_, e) -> e.printStackTrace());
  private static final int ZONES = 60;
  private static final int DOMAINS = 8;
  private static final int CASES = 12;

  private static final String SCRIPT =
      """
      import sys, spf
      zone = {}
      def lookup(name, qtype, strict=True, timeout=20):
          return [((name, qtype), value) for value in zone.get((name.lower(), qtype), [])]
      spf.DNSLookup = lookup
      for line in open(sys.argv[1]):
          word, *rest = line.rstrip('\\n').split(' ', 3)
          if word == 'ZONE':
              zone = {}
          elif word == 'RECORD':
              name, kind, value = rest
              shown = {'TXT': lambda v: [v.encode()], 'MX': lambda v: (int(v.split()[0]), v.split()[1])}
              zone.setdefault((name, kind), []).append(shown.get(kind, str)(value))
          else:
              print(spf.check2(i=rest[0], h=rest[1], s=rest[2], receiver='mail.receiver.example')[0])
      """;

  private final Random random = new Random(7208);
  private final List<String> lines = new ArrayList<>();
  private final List<String> ours = new ArrayList<>();
  private final List<String> shown = new ArrayList<>();
  @TempDir private Path folder;

  private String pick(String... of) {
    return of[random.nextInt(of.length)];
  }

  private String domain() {
    return "d" + random.nextInt(DOMAINS) + ".example";
  }

  private String domainBeside(String own) {
    String other = domain();
    return other.equals(own) ? domainBeside(own) : other;
  }

  private String mechanism(String own) {
    String qualifier = pick("", "", "+", "-", "~", "?");
    String end = domainBeside(own);
    return qualifier
        + switch (random.nextInt(12)) {
          case 0 -> "all";
          case 1, 2 -> "ip4:192.0.2." + random.nextInt(8) + pick("", "/32", "/30", "/29", "/0");
          case 3 -> "ip6:2001:db8::" + random.nextInt(8) + pick("", "/128", "/126", "/32");
          case 4 -> "a" + pick("", "/30", "//126", "/31//64");
          case 5 -> "a:" + pick("host.", "none.") + end + pick("", "/30");
          case 6 -> "mx" + pick("", ":" + end) + pick("", "/30");
          case 7, 8 -> "include:" + end;
          case 9 -> "exists:%{i}.at." + end;
          case 10 -> "exists:" + pick("%{l}", "%{l1r-}", "%{o}", "%{d1}", "%{h}") + ".users." + end;
          default ->
              random.nextInt(6) > 0
                  ? "ip4:192.0.2.0/28"
                  : pick(
                      "ip4:192.0.2.300", "a:", "foo:bar", "all:x", "ip4:192.0.2.1/33", "include");
        };
  }

  private String policy(String own) {
    StringBuilder out = new StringBuilder("v=spf1");
    for (int i = random.nextInt(5); i >= 0; i--) {
      out.append(' ').append(mechanism(own));
    }
    if (random.nextInt(4) == 0) {
      out.append(" redirect=").append(domainBeside(own));
    }
    return out.toString();
  }

  private Map<String, List<Object>> zone() {
    Map<String, List<Object>> zone = new LinkedHashMap<>();
    for (int i = 0; i < DOMAINS; i++) {
      String name = "d" + i + ".example";
      for (int policies = random.nextInt(12); policies < 11; policies += 10) {
        add(zone, name, "TXT", policy(name));
      }
      add(zone, name, "A", "192.0.2." + random.nextInt(8));
      add(zone, name, "AAAA", "2001:db8::" + random.nextInt(8));
      add(zone, "host." + name, "A", "192.0.2." + random.nextInt(8));
      add(zone, "host." + name, "AAAA", "2001:db8::" + random.nextInt(8));
      if (random.nextBoolean()) {
        add(zone, name, "MX", "10 host." + domain());
      }
      if (random.nextBoolean()) {
        add(zone, "192.0.2.%d.at.%s".formatted(random.nextInt(8), name), "A", "127.0.0.2");
        add(zone, pick("joe", "joe-x", "x", "helo.example") + ".users." + name, "A", "127.0.0.2");
      }
    }
    return zone;
  }

  private void add(Map<String, List<Object>> zone, String name, String type, String value) {
    Object data = value;
    if (type.equals("MX")) {
      String[] parts = value.split(" ");
      data = List.of(Integer.valueOf(parts[0]), parts[1]);
    }
    zone.computeIfAbsent(name, _ -> new ArrayList<>()).add(Map.of(type, data));
    lines.add("RECORD %s %s %s".formatted(name, type, value));
  }

  private void tryOne(SpfVerifier verifier, int number) throws Exception {
    String client =
        random.nextInt(4) == 0 ? "2001:db8::" + random.nextInt(8) : "192.0.2." + random.nextInt(10);
    String local = pick("joe", "joe-x", "x");
    String domain = domain();
    lines.add("CHECK %s helo.example %s@%s".formatted(client, local, domain));
    Identity identity = new Identity(InetAddress.getByName(client), "helo.example", local, domain);
    SpfResult result = verifier.check(identity);
    ours.add(result.code().toString());
    shown.add("zone %d, %s\n%s".formatted(number, lines.getLast(), result.why()));
  }

  @Test
  void othersFindTheSame() throws Exception {
    Dkimpy.assumeThere("spf");
    for (int i = 0; i < ZONES; i++) {
      lines.add("ZONE");
      SpfVerifier verifier =
          new SpfVerifier(
              WORLD, new SuiteZone(zone()), SpfConfig.DEFAULT, new Domain("mail.receiver.example"));
      for (int j = 0; j < CASES; j++) {
        tryOne(verifier, i);
      }
    }
    List<String> theirs = theirs();
    assertThat(theirs).hasSameSizeAs(ours);
    List<String> differences = new ArrayList<>();
    for (int i = 0; i < ours.size(); i++) {
      if (!ours.get(i).equals(theirs.get(i))) {
        differences.add("%s, theirs %s: %s".formatted(ours.get(i), theirs.get(i), shown.get(i)));
      }
    }
    assertThat(differences).isEmpty();
    assertThat(ours).contains("pass", "fail", "softfail", "neutral", "none", "permerror");
  }

  private List<String> theirs() throws Exception {
    Path file = Files.write(folder.resolve("cases"), lines);
    Path out = folder.resolve("out");
    Process process =
        new ProcessBuilder("/usr/bin/python3", "-W", "ignore", "-c", SCRIPT, file.toString())
            .redirectOutput(out.toFile())
            .redirectError(folder.resolve("errors").toFile())
            .start();
    assertThat(process.waitFor()).as(Files.readString(folder.resolve("errors"))).isZero();
    return Files.readAllLines(out);
  }
}
