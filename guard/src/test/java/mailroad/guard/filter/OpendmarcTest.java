package mailroad.guard.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import mailroad.dns.DnsServerConfig;
import mailroad.dns.FixedResolver;
import mailroad.dns.Zone;
import mailroad.dns.ZoneServer;
import mailroad.guard.filter.FiltersConfig.OnFailure;
import mailroad.guard.verdict.Filter;
import mailroad.kernel.Domain;
import mailroad.kernel.Why;
import mailroad.mailauth.dkim.DkimResult;
import mailroad.mailauth.dmarc.DmarcConfig;
import mailroad.mailauth.dmarc.DmarcVerifier;
import mailroad.mailauth.spf.SpfResult;
import mailroad.mailauth.suffix.SuffixList;
import mailroad.mime.Header;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whether Debian's opendmarc, told the same of DKIM, comes to the same as we do. What {@code adkim=s} forbids (RFC 7489 section
 * 3.1.1) it lets pass, so that is not asked here. It asks the system's name servers alone, so it runs where those are ours: in a
 * name space of its own, which only root can make.
 */
class OpendmarcTest {
  private static final String NAME_SERVER = "127.0.0.77";
  private static final List<String> RECORDS =
      List.of(
          "_dmarc.relaxed.com. 300 IN TXT \"v=DMARC1; p=reject\"",
          "_dmarc.strict.com. 300 IN TXT \"v=DMARC1; p=quarantine; aspf=s; adkim=s\"",
          "_dmarc.below.com. 300 IN TXT \"v=DMARC1; p=reject; sp=none\"",
          "_dmarc.own.below.com. 300 IN TXT \"v=DMARC1; p=quarantine\"");

  @TempDir private Path folder;

  /** What a message says, and what was found of it before. */
  private record Case(String from, String dkim, String wanted) {}

  private static final List<Case> CASES =
      List.of(
          new Case("relaxed.com", "pass relaxed.com", "pass"),
          new Case("relaxed.com", "pass m.relaxed.com", "pass"),
          new Case("m.relaxed.com", "pass relaxed.com", "pass"),
          new Case("a.relaxed.com", "pass b.relaxed.com", "pass"),
          new Case("relaxed.com", "pass sample.net", "fail"),
          new Case("relaxed.com", "pass notrelaxed.com", "fail"),
          new Case("relaxed.com", "fail relaxed.com", "fail"),
          new Case("relaxed.com", "none relaxed.com", "fail"),
          new Case("strict.com", "pass strict.com", "pass"),
          new Case("strict.com", "fail strict.com", "fail"),
          new Case("x.below.com", "pass below.com", "pass"),
          new Case("x.below.com", "none x.below.com", "fail"),
          new Case("own.below.com", "pass below.com", "pass"),
          new Case("nothing.com", "pass nothing.com", "none"));

  @Test
  void othersComeToTheSame() throws Exception {
    String opendmarc = Program.installed("opendmarc");
    assumeTrue(hasNameSpaces(), "only root can give a program name servers of its own");
    Zone zone =
        Zone.parse(
            "com.",
            "com. 300 IN SOA ns.com. root.com. 1 2 3 4 5\ncom. 300 IN NS ns.com.\n"
                + String.join("\n", RECORDS)
                + "\n");
    try (ZoneServer _ = nameServer(zone);
        Program program = start(opendmarc)) {
      MilterLine line =
          MilterLine.at("opendmarc", program.address())
              .within(0, Duration.ofSeconds(20), OnFailure.DEFER, 0);
      FiltersConfig config =
          FiltersConfig.DEFAULT.with(List.of(), List.of(), List.of(), List.of(line));
      Filter filter = Filters.open(FakeProgram.WORLD, new Domain("us.example"), config).getFirst();
      List<String> found = new ArrayList<>();
      List<String> wanted = new ArrayList<>();
      for (Case one : CASES) {
        String theirs = filter.look(Letters.incoming(letter(one))).changes().toString();
        found.add("%s: %s, we %s".formatted(one, code(theirs), ours(one)));
        wanted.add("%s: %s, we %2$s".formatted(one, one.wanted()));
      }
      assertThat(found).isEqualTo(wanted);
    }
  }

  private static String code(String changes) {
    int at = changes.indexOf("dmarc=");
    return at < 0 ? changes : changes.substring(at + "dmarc=".length()).split("[^a-z]", 2)[0];
  }

  private static String letter(Case one) {
    String[] dkim = one.dkim().split(" ");
    return """
    Authentication-Results: us.example; dkim=%s header.d=%s
    From: Sam <s@%s>
    To: b@example.org
    Subject: lunch
    Date: Thu, 01 Jan 2026 00:00:00 +0000
    Message-ID: <1@example.com>

    At one, as always?
    """
        .formatted(dkim[0], dkim[1], one.from())
        .replace("\n", "\r\n");
  }

  private static String ours(Case one) throws Exception {
    DmarcVerifier verifier =
        new DmarcVerifier(
            FakeProgram.WORLD,
            FixedResolver.of(String.join("\n", RECORDS)),
            DmarcConfig.DEFAULT,
            new SuffixList(SuffixList.BUNDLED));
    String[] dkim = one.dkim().split(" ");
    Header header =
        Header.of(("From: s@" + one.from() + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
    DkimResult signature =
        DkimResult.of(
            DkimResult.Code.valueOf(dkim[0].toUpperCase(Locale.ROOT)),
            Optional.of(new Domain(dkim[1])),
            new Why("told"));
    SpfResult sender = new SpfResult(SpfResult.Code.NONE, "", new Why("not told"));
    return verifier.judge(verifier.discover(header), sender, List.of(signature)).code().toString();
  }

  /** A command in a name space where the system's name server is ours. */
  private String[] inOwnSpace(String... command) throws IOException {
    Files.writeString(folder.resolve("resolv.conf"), "nameserver " + NAME_SERVER + "\n");
    String mount = "mount --bind %s/resolv.conf /etc/resolv.conf && exec \"$@\"".formatted(folder);
    List<String> all = new ArrayList<>(List.of("unshare", "--mount", "sh", "-c", mount, "sh"));
    all.addAll(List.of(command));
    return all.toArray(String[]::new);
  }

  private boolean hasNameSpaces() throws InterruptedException {
    try {
      return new ProcessBuilder(inOwnSpace("true")).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static ZoneServer nameServer(Zone zone) throws IOException {
    InetSocketAddress port = new InetSocketAddress(NAME_SERVER, 53);
    try {
      return new ZoneServer(FakeProgram.WORLD, DnsServerConfig.DEFAULT, port, List.of(zone));
    } catch (BindException e) {
      return abort("there is a name server already: " + e.getMessage());
    }
  }

  private Program start(String opendmarc) throws Exception {
    Path socket = folder.resolve("opendmarc.sock");
    Path config = folder.resolve("opendmarc.conf");
    Files.writeString(folder.resolve("suffixes"), "com\nnet\n");
    Files.writeString(folder.resolve("nobody"), "192.0.2.99\n");
    Files.writeString(
        config,
        """
        AuthservID us.example
        TrustedAuthservIDs us.example
        Socket local:%s
        SPFIgnoreResults false
        SPFSelfValidate false
        PublicSuffixList %s/suffixes
        IgnoreHosts %s/nobody
        RejectFailures false
        Syslog false
        PidFile %s/pid
        """
            .formatted(socket, folder, folder, folder));
    return Program.start(folder, socket, inOwnSpace(opendmarc, "-f", "-c", config.toString()));
  }
}
