package mailroad.guard.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import mailroad.dns.FixedResolver;
import mailroad.guard.filter.FiltersConfig.OnFailure;
import mailroad.guard.verdict.Changes;
import mailroad.guard.verdict.Demand;
import mailroad.guard.verdict.Evidence;
import mailroad.guard.verdict.Filter;
import mailroad.guard.verdict.Opinion;
import mailroad.guard.verdict.Suspect;
import mailroad.kernel.Domain;
import mailroad.kernel.Reply;
import mailroad.mailauth.dkim.DkimConfig;
import mailroad.mailauth.dkim.DkimResult;
import mailroad.mailauth.dkim.DkimSigner;
import mailroad.mailauth.dkim.DkimVerifier;
import mailroad.mailauth.dkim.KeyMaterial;
import mailroad.mailauth.dkim.PublishedKey;
import mailroad.mailauth.dkim.SigningConfig;
import mailroad.mailauth.dkim.SigningKey;
import mailroad.mime.Header;
import mailroad.mime.Octets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ClamAV, SpamAssassin, rspamd and opendkim as Debian has them, with private configurations. */
class RealProgramsTest {
  /** Far longer than a program takes that goes on again; one that hangs is waited for so long. */
  private static final Duration A_WHILE = Duration.ofSeconds(10);

  private static final Domain US = Domain.parse("us.example").orElseThrow();

  /** The test file that all virus scanners know (https://www.eicar.org); in halves, so that this file is none. */
  private static final String EICAR =
      "X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-" + "ANTIVIRUS-TEST-FILE!$H+H*";

  private static final String GTUBE =
      "XJS*C4JDBQADN1.NSBN3*2IDNEN*" + "GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X";
  private static final String OWN = "Mailroad's own test signature: nothing to worry about";
  private static final String HONEST =
      """
      From: Sam <s@example.com>
      To: b@example.org
      Subject: lunch
      Date: Thu, 01 Jan 2026 00:00:00 +0000
      Message-ID: <1@example.com>

      At one, as always?
      """
          .replace("\n", "\r\n");

  @TempDir private Path folder;

  private static Filter filter(FiltersConfig config) {
    return Filters.open(FakeProgram.WORLD, US, config).getFirst();
  }

  private static String withAttachment(byte[] content) {
    return """
    From: s@example.com
    Subject: see there
    MIME-Version: 1.0
    Content-Type: multipart/mixed; boundary=b

    --b

    See there.
    --b
    Content-Type: application/octet-stream; name=x.com
    Content-Transfer-Encoding: base64

    %s
    --b--
    """
        .formatted(Base64.getMimeEncoder().encodeToString(content))
        .replace("\r\n", "\n")
        .replace("\n", "\r\n");
  }

  private Program clamd() throws Exception {
    String clamd = Program.installed("clamd");
    Path database = Files.createDirectory(folder.resolve("db"));
    byte[] eicar = EICAR.getBytes(StandardCharsets.US_ASCII);
    Files.writeString(
        database.resolve("eicar.hdb"),
        "%s:%d:Eicar-Test-Signature\n"
            .formatted(
                HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(eicar)),
                eicar.length));
    Files.writeString(
        database.resolve("own.ndb"),
        "Mailroad.Test:0:*:%s\n"
            .formatted(HexFormat.of().formatHex(OWN.getBytes(StandardCharsets.US_ASCII))));
    Path socket = folder.resolve("clamd.sock");
    Path config = folder.resolve("clamd.conf");
    Files.writeString(
        config,
        """
        Foreground yes
        LocalSocket %s
        DatabaseDirectory %s
        StreamMaxLength 1M
        """
            .formatted(socket, database));
    return Program.start(folder, socket, clamd, "-c", config.toString());
  }

  private static FiltersConfig clamds(Program program, Duration limit) {
    ClamdLine line =
        ClamdLine.at(program.address())
            .withSpam(List.of("Mailroad."), 4)
            .within(0, limit, OnFailure.DEFER, 0);
    return FiltersConfig.DEFAULT.with(List.of(line), List.of(), List.of(), List.of());
  }

  @Test
  void clamdFindsWhatItsDatabaseKnows() throws Exception {
    try (Program program = clamd()) {
      Filter filter = filter(clamds(program, Duration.ofSeconds(20)));
      assertThat(names(filter.look(Letters.incoming(HONEST)))).containsExactly("clamd-looked");
      byte[] eicar = EICAR.getBytes(StandardCharsets.US_ASCII);
      Opinion malware = filter.look(Letters.incoming(withAttachment(eicar)));
      assertThat(malware.demand())
          .contains(new Demand.Quarantine("Malware: Eicar-Test-Signature.UNOFFICIAL"));
      Opinion spam = filter.look(Letters.incoming(HONEST + OWN + "\r\n"));
      assertThat(spam.demand()).isEmpty();
      assertThat(spam.evidence().getLast().score()).isEqualTo(4);
      Opinion large = filter.look(Letters.incoming(HONEST + "x".repeat(3 << 20)));
      assertThat(large.evidence().getLast().name()).isIn("clamd-too-large", "clamd-failed");
    }
  }

  private static Suspect large() {
    return Letters.incoming(HONEST + "sixteen octets.\r\n".repeat(40_000));
  }

  @Test
  void clamdHungAmidAMessageFollowsTheRuleAndIsAskedAgainOnceItGoesOn() throws Exception {
    try (Program program = clamd()) {
      Filter filter = filter(clamds(program, A_WHILE));
      deferred(filter.look(Letters.midway(large(), program::freeze)), "no answer within PT10S");
      program.thaw();
      assertThat(names(filter.look(Letters.incoming(HONEST)))).containsExactly("clamd-looked");
    }
  }

  @Test
  void clamdKilledAmidAMessageFollowsTheRule() throws Exception {
    try (Program program = clamd()) {
      Filter filter = filter(clamds(program, Duration.ofSeconds(20)));
      deferred(filter.look(Letters.midway(large(), program::kill)), "");
      deferred(filter.look(Letters.incoming(HONEST)), "refused");
    }
  }

  private static List<String> names(Opinion opinion) {
    return opinion.evidence().stream().map(Evidence::name).toList();
  }

  private static void deferred(Opinion opinion, String why) {
    assertThat(opinion.demand())
        .contains(
            new Demand.Refuse(new Reply(451, "4.7.1", "Cannot be checked now; try again later")));
    assertThat(opinion.evidence().getFirst().why().toString()).contains(why);
  }

  private Program spamd() throws Exception {
    String spamd = Program.installed("spamd");
    // Its children run as another user, who must get at the socket.
    new ProcessBuilder("chmod", "755", folder.toString()).start().waitFor();
    Path socket = folder.resolve("spamd.sock");
    return Program.start(
        folder,
        socket,
        spamd,
        "--socketpath=" + socket,
        "--username=nobody",
        "--nouser-config",
        "--local",
        "--max-children=2",
        "--pidfile=" + folder.resolve("pid"),
        "--syslog=stderr");
  }

  private static FiltersConfig spamds(Program program, SpamdLine.Asks asks, Duration limit) {
    SpamdLine line =
        SpamdLine.at(program.address()).asking(asks, "").within(0, limit, OnFailure.MARK, 0);
    return FiltersConfig.DEFAULT.with(List.of(), List.of(), List.of(line), List.of());
  }

  @Test
  void spamdGivesItsRulesAndScores() throws Exception {
    try (Program program = spamd()) {
      Duration limit = Duration.ofSeconds(60);
      Suspect spam = Letters.incoming(HONEST + GTUBE + "\r\n");
      Opinion report = filter(spamds(program, SpamdLine.Asks.REPORT, limit)).look(spam);
      assertThat(names(report)).contains("spamd-gtube").doesNotContain("spamd-no-received");
      assertThat(report.evidence().stream().mapToDouble(Evidence::score).sum())
          .isBetween(990.0, 1100.0);
      Opinion symbols = filter(spamds(program, SpamdLine.Asks.SYMBOLS, limit)).look(spam);
      assertThat(symbols.evidence().getLast().why().toString()).contains("GTUBE");
      Opinion headers = filter(spamds(program, SpamdLine.Asks.HEADERS, limit)).look(spam);
      assertThat(headers.changes().toString()).contains("X-Spam-Status", "GTUBE");
      assertThat(headers.evidence().getLast().why().toString()).contains("GTUBE");
      Opinion honest =
          filter(spamds(program, SpamdLine.Asks.REPORT, limit)).look(Letters.incoming(HONEST));
      assertThat(honest.evidence().stream().mapToDouble(Evidence::score).sum()).isLessThan(5);
      program.freeze();
      Opinion hung =
          filter(spamds(program, SpamdLine.Asks.REPORT, Duration.ofSeconds(1)))
              .look(Letters.incoming(HONEST));
      assertThat(names(hung)).containsExactly("spamd-failed");
      program.thaw();
    }
  }

  private Program rspamd() throws Exception {
    String rspamd = Program.installed("rspamd");
    Path socket = folder.resolve("rspamd.sock");
    Files.writeString(folder.resolve("tld.dat"), "com\norg\nexample\n");
    Files.writeString(
        folder.resolve("rules.lua"),
        """
        rspamd_config:register_symbol({
          name = 'MAILROAD_TEST', score = 7.5, group = 'test', type = 'normal',
          description = 'Says the test word',
          callback = function(task)
            if not (task:get_subject() or ''):find('testword') then return end
            task:set_milter_reply({
              add_headers = { ['X-Rspamd-Seen'] = { value = 'yes', order = 1 } },
              remove_headers = { ['X-Forged'] = 0 } })
            return true, 1.0, { task:get_from('smtp')[1].addr, task:get_helo(),
              tostring(task:get_ip()), task:get_recipients('smtp')[1].addr,
              task:get_user() or 'nobody' }
          end
        })
        """);
    Path config = folder.resolve("rspamd.conf");
    Files.writeString(
        config,
        """
        options {
          filters = "";
          dns { nameserver = ["127.0.0.1:1"]; timeout = 0.1s; retransmits = 1; }
          tempdir = "FOLDER"; history_file = "FOLDER/h"; stats_file = "FOLDER/s";
          hs_cache_dir = "FOLDER"; local_addrs = []; url_tld = "FOLDER/tld.dat";
        }
        logging { type = "console"; level = "notice"; }
        lua = "FOLDER/rules.lua";
        actions { reject = 15; add_header = 6; greylist = 4; }
        worker "normal" { bind_socket = "FOLDER/rspamd.sock mode=0666"; count = 1; }
        """
            .replace("FOLDER", folder.toString()));
    return Program.start(folder, socket, rspamd, "-f", "-i", "-c", config.toString());
  }

  private static FiltersConfig rspamds(Program program, Duration limit) {
    RspamdLine line =
        RspamdLine.at(program.address())
            .obeying(RspamdLine.OnReject.REFUSE, false, true, List.of())
            .within(0, limit, OnFailure.ACCEPT, 0);
    return FiltersConfig.DEFAULT.with(List.of(), List.of(line), List.of(), List.of());
  }

  @Test
  void rspamdIsToldAllAndGivesItsSymbols() throws Exception {
    try (Program program = rspamd()) {
      Filter filter = filter(rspamds(program, Duration.ofSeconds(30)));
      Suspect spam =
          Letters.incoming(HONEST.replace("Subject: lunch", "X-Forged: 1\r\nSubject: testword"));
      Opinion opinion = filter.look(spam);
      Evidence symbol =
          opinion.evidence().stream()
              .filter(one -> one.name().equals("rspamd-mailroad-test"))
              .findFirst()
              .orElseThrow();
      assertThat(symbol.score()).isEqualTo(7.5);
      assertThat(symbol.why().finding())
          .isEqualTo(
              "Says the test word (s@example.com, mx.example.com, 192.0.2.7, b@example.org,"
                  + " nobody)");
      Octets changed = Changes.apply(spam.arriving(), opinion.changes()).content().orElseThrow();
      assertThat(text(changed))
          .startsWith(Letters.TRACE + "X-Rspamd-Seen: yes\r\nFrom: Sam")
          .contains("X-Spam: Yes\r\n\r\nAt one")
          .doesNotContain("X-Forged");
      assertThat(filter.look(Letters.incoming(HONEST + GTUBE + "\r\n")).demand())
          .hasValueSatisfying(
              demand -> assertThat(((Demand.Refuse) demand).reply().code()).isEqualTo(554));
      assertThat(filter.look(Letters.incoming(HONEST)).demand()).isEmpty();
      Filter hasty = filter(rspamds(program, Duration.ofSeconds(1)));
      program.freeze();
      assertThat(names(hasty.look(Letters.incoming(HONEST)))).containsExactly("rspamd-failed");
      program.thaw();
      assertThat(names(filter.look(Letters.incoming(HONEST)))).contains("rspamd-looked");
      Opinion killed = filter.look(Letters.midway(large(), program::kill));
      assertThat(names(killed)).containsExactly("rspamd-failed");
      assertThat(killed.demand()).isEmpty();
    }
  }

  private static String text(Octets octets) throws IOException {
    return new String(octets.range(0, (int) octets.size()), StandardCharsets.UTF_8);
  }

  private Program opendkim() throws Exception {
    String opendkim = Program.installed("opendkim");
    String keys = Program.installed("opendkim-genkey");
    new ProcessBuilder(
            keys, "-b", "2048", "-s", "test", "-d", "example.com", "-D", folder.toString())
        .start()
        .waitFor();
    String record =
        Files.readString(folder.resolve("test.txt"))
            .replaceAll("(?s)^[^(]*\\(|\\).*$", "")
            .replaceAll("[\"\\s]+", " ")
            .replaceAll("p=(.*)$", "p=$1")
            .strip();
    int key = record.indexOf("p=");
    Files.writeString(
        folder.resolve("keys"),
        "test._domainkey.example.com %s%s\n"
            .formatted(record.substring(0, key), record.substring(key).replace(" ", "")));
    Path socket = folder.resolve("opendkim.sock");
    Path config = folder.resolve("opendkim.conf");
    Files.writeString(
        config,
        """
        Socket local:%s
        Domain example.com
        Selector test
        KeyFile %s/test.private
        TestPublicKeys %s/keys
        Mode sv
        Canonicalization simple/simple
        AuthservID us.example
        AlwaysAddARHeader yes
        Background no
        Syslog no
        RequireSafeKeys no
        PidFile %s/pid
        """
            .formatted(socket, folder, folder, folder));
    return Program.start(folder, socket, opendkim, "-f", "-x", config.toString());
  }

  private static FiltersConfig milters(Program program, Duration limit) {
    MilterLine line =
        MilterLine.at("opendkim", program.address()).within(0, limit, OnFailure.DEFER, 0);
    return FiltersConfig.DEFAULT.with(List.of(), List.of(), List.of(), List.of(line));
  }

  @Test
  void opendkimSignsAndAgreesWithItsOwnSignature() throws Exception {
    try (Program program = opendkim()) {
      Filter filter = filter(milters(program, Duration.ofSeconds(20)));
      Suspect submitted = Letters.byLogin(HONEST, "s@example.com");
      Opinion signed = filter.look(submitted);
      Octets content =
          Changes.apply(submitted.arriving(), signed.changes()).content().orElseThrow();
      String message = text(content).replace(Letters.TRACE, "");
      assertThat(message).startsWith("DKIM-Signature: v=1;").endsWith("\r\n" + HONEST);
      Opinion verified = filter.look(Letters.incoming(message));
      assertThat(verified.changes().toString())
          .contains("Authentication-Results", "dkim=pass", "header.d=example.com");
      Opinion broken = filter.look(Letters.incoming(message.replace("At one", "At two")));
      assertThat(broken.changes().toString()).contains("dkim=fail");
      // Three sessions on one connection: a rested one works as a new one does.
      assertThat(names(filter.look(Letters.incoming(HONEST)))).contains("opendkim-looked");
    }
  }

  @Test
  void opendkimAndWeAgreeOnSignatures() throws Exception {
    try (Program program = opendkim()) {
      String secret = Files.readString(folder.resolve("test.private"));
      SigningKey key = KeyMaterial.read(new Domain("example.com"), "test", secret);
      Filter filter = filter(milters(program, Duration.ofSeconds(20)));
      Suspect submitted = Letters.byLogin(HONEST, "s@example.com");
      Octets signed =
          Changes.apply(submitted.arriving(), filter.look(submitted).changes())
              .content()
              .orElseThrow();
      byte[] theirs = text(signed).replace(Letters.TRACE, "").getBytes(StandardCharsets.UTF_8);
      DkimResult found =
          new DkimVerifier(FixedResolver.of(PublishedKey.of(key).toString()), DkimConfig.DEFAULT)
              .verify(Octets.of(theirs), FakeProgram.WORLD.now())
              .getFirst();
      assertThat(found.code()).as(found.why().toString()).isEqualTo(DkimResult.Code.PASS);
      byte[] plain = HONEST.getBytes(StandardCharsets.UTF_8);
      List<String> ours =
          new DkimSigner(SigningConfig.DEFAULT)
              .sign(Octets.of(plain), Header.of(plain), List.of(key), FakeProgram.WORLD.now());
      assertThat(filter.look(Letters.incoming(String.join("", ours) + HONEST)).changes().toString())
          .contains("dkim=pass", "header.d=example.com");
    }
  }

  @Test
  void opendkimHungOrKilledAmidAMessageFollowsTheRule() throws Exception {
    try (Program program = opendkim()) {
      Filter filter = filter(milters(program, A_WHILE));
      filter.look(Letters.incoming(HONEST));
      // What is not signed it has read enough of at the first piece.
      Suspect toBeSigned =
          Letters.byLogin(HONEST + "sixteen octets.\r\n".repeat(40_000), "s@example.com");
      deferred(filter.look(Letters.midway(toBeSigned, program::freeze)), "no answer within PT10S");
      program.thaw();
      assertThat(names(filter.look(Letters.incoming(HONEST)))).contains("opendkim-looked");
      deferred(filter.look(Letters.midway(toBeSigned, program::kill)), "");
    }
  }
}
