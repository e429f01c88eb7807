package mailroad.guard.report.received;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import mailroad.guard.report.Row;
import mailroad.guard.report.received.FeedbackReader.Reading;
import mailroad.mime.Header;
import mailroad.mime.Octets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reports of others: what is read of them, in whichever form they come, and what they cannot do to us (A23). */
class FeedbackReaderTest {
  private static final ReceivedConfig CONFIG = ReceivedConfig.DEFAULT;

  /** As large senders write them by RFC 7489 appendix C. */
  private static final String OLD =
      """
      <?xml version="1.0" encoding="UTF-8" ?>
      <feedback>
        <report_metadata>
          <org_name>big.example</org_name>
          <email>noreply-dmarc@big.example</email>
          <extra_contact_info>https://big.example/a?b&amp;c</extra_contact_info>
          <report_id>14352687190</report_id>
          <date_range>
            <begin>1763683200</begin>
            <end>1763769599</end>
          </date_range>
        </report_metadata>
        <policy_published>
          <domain>Here.Example</domain>
          <adkim>r</adkim>
          <aspf>r</aspf>
          <p>quarantine</p>
          <sp>none</sp>
          <pct>100</pct>
        </policy_published>
        <record>
          <row>
            <source_ip>192.0.2.7</source_ip>
            <count>12</count>
            <policy_evaluated>
              <disposition>none</disposition>
              <dkim>pass</dkim>
              <spf>fail</spf>
            </policy_evaluated>
          </row>
          <identifiers>
            <header_from>here.example</header_from>
          </identifiers>
          <auth_results>
            <dkim>
              <domain>here.example</domain>
              <result>pass</result>
              <selector>s1</selector>
            </dkim>
            <spf>
              <domain>bounces.list.example</domain>
              <result>pass</result>
            </spf>
          </auth_results>
        </record>
        <record>
          <row>
            <source_ip>2001:0DB8:0:0::66</source_ip>
            <count>3</count>
            <policy_evaluated>
              <disposition>quarantine</disposition>
              <dkim>fail</dkim>
              <spf>fail</spf>
              <reason><type>local_policy</type><comment>arc=pass</comment></reason>
            </policy_evaluated>
          </row>
          <identifiers>
            <envelope_from>forger.example</envelope_from>
            <header_from>here.example</header_from>
          </identifiers>
          <auth_results>
            <spf><domain>helo.forger.example</domain><scope>helo</scope><result>none</result></spf>
            <spf><domain>forger.example</domain><scope>mfrom</scope><result>softfail</result></spf>
          </auth_results>
        </record>
      </feedback>
      """;

  /** The namespace, the elements and the disposition of RFC 9990. */
  private static final String NEW =
      """
      <feedback xmlns="urn:ietf:params:xml:ns:dmarc-2.0" xmlns:x="https://x.example/ns">
        <version>1.0</version>
        <report_metadata>
          <org_name>Sample Reporter</org_name>
          <email>reports@reporter.example</email>
          <extra_contact_info lang="en">call us</extra_contact_info>
          <report_id>3v98abbp8ya9n3va8yr8oa3ya@reporter.example</report_id>
          <date_range><begin>1763683200</begin><end>1763769599</end></date_range>
          <generator>Reporter v1.2</generator>
        </report_metadata>
        <policy_published>
          <domain>here.example</domain>
          <discovery_method>treewalk</discovery_method>
          <p>reject</p><sp>none</sp><np>reject</np><testing>n</testing>
        </policy_published>
        <extension><x:record><row><source_ip>203.0.113.1</source_ip></row></x:record></extension>
        <record>
          <row>
            <source_ip>192.0.2.123</source_ip>
            <count>123</count>
            <policy_evaluated>
              <disposition>pass</disposition><dkim>pass</dkim><spf>pass</spf>
            </policy_evaluated>
          </row>
          <identifiers>
            <envelope_from>here.example</envelope_from>
            <header_from><![CDATA[here.example]]></header_from>
          </identifiers>
          <auth_results>
            <dkim><domain>here.example</domain><selector>abc123</selector><result>pass</result></dkim>
            <spf><domain>here.example</domain><scope>mfrom</scope><result>pass</result></spf>
          </auth_results>
        </record>
      </feedback>
      """;

  private static Reading read(String xml) throws IOException {
    return read(xml, UTF_8);
  }

  private static Reading read(String xml, Charset charset) throws IOException {
    return FeedbackReader.read(new ByteArrayInputStream(xml.getBytes(charset)), 100, 50);
  }

  private static Feedback sound(Reading reading) {
    return switch (reading) {
      case Reading.Sound(var feedback) -> feedback;
      case Reading.Faulty(var reason) -> throw new AssertionError(reason);
    };
  }

  private static String fault(Reading reading) {
    return switch (reading) {
      case Reading.Sound(var feedback) -> "read: " + feedback;
      case Reading.Faulty(var reason) -> reason;
    };
  }

  @Test
  void readsAReportByRfc7489() throws IOException {
    Feedback report = sound(read(OLD));
    assertThat(report.organization()).isEqualTo("big.example");
    assertThat(report.contact()).isEqualTo("noreply-dmarc@big.example");
    assertThat(report.id()).isEqualTo("14352687190");
    assertThat(report.domain().name()).isEqualTo("here.example");
    assertThat(report.policy()).isEqualTo("quarantine");
    assertThat(report.start()).isEqualTo(Instant.parse("2025-11-21T00:00:00Z"));
    assertThat(report.end()).isEqualTo(Instant.parse("2025-11-21T23:59:59Z"));
    assertThat(report.tally().messages()).isEqualTo(15);
    assertThat(report.tally().failed()).isEqualTo(3);
    Map<Row, Long> rows = report.tally().rows();
    assertThat(rows.values()).containsExactly(12L, 3L);
    assertThat(rows.keySet()).extracting(Row::source).containsExactly("192.0.2.7", "2001:db8::66");
    Row forged = rows.keySet().stream().filter(Row::failed).findFirst().orElseThrow();
    assertThat(forged.reason()).isEqualTo("local_policy");
    assertThat(forged.spfDomain() + " " + forged.spfResult()).isEqualTo("forger.example softfail");
    assertThat(rows.keySet().iterator().next().signatures())
        .containsExactly(new Row.Signature("here.example", "s1", "pass"));
  }

  @Test
  void readsAReportByRfc9990() throws IOException {
    Feedback report = sound(read(NEW));
    assertThat(report.organization()).isEqualTo("Sample Reporter");
    assertThat(report.policy()).isEqualTo("reject");
    assertThat(report.tally().rows())
        .hasSize(1)
        .allSatisfy((row, messages) -> {
          assertThat(row.disposition()).isEqualTo("pass");
          assertThat(row.headerFrom()).isEqualTo("here.example");
          assertThat(messages).isEqualTo(123);
        });
  }

  @Test
  void readsOtherSpellingsOfTheSame() throws IOException {
    String prefixed =
        OLD.replace("<feedback>", "<d:feedback xmlns:d=\"http://dmarc.org/dmarc-xml/0.1\">")
            .replace("</feedback>", "</d:feedback>")
            .replace("identifiers>", "identities>");
    assertThat(sound(read(prefixed)).tally().messages()).isEqualTo(15);
    String sixteen = OLD.replace("encoding=\"UTF-8\"", "encoding=\"UTF-16\"");
    assertThat(sound(read(sixteen, UTF_16)).tally().messages()).isEqualTo(15);
    assertThat(sound(read("\uFEFF" + OLD)).tally().messages()).isEqualTo(15);
    assertThat(sound(read(OLD + "\0\0 what some senders leave behind")).id()).isNotEmpty();
    assertThat(sound(read(OLD.replace("<org_name>big.example</org_name>", ""))).organization())
        .isEqualTo("noreply-dmarc@big.example");
  }

  @Test
  void leavesOutRowsThatMakeNoSenseAlone() throws IOException {
    Feedback report = sound(read(OLD.replace("192.0.2.7", "localhost")));
    assertThat(report.rowsUnread()).isEqualTo(1);
    assertThat(report.tally().messages()).isEqualTo(3);
  }

  @Test
  void keepsTheKindsWithTheMostMessagesAndCountsTheOthers() throws IOException {
    StringBuilder rows = new StringBuilder();
    for (int i = 1; i <= 80; i++) {
      rows.append(
          "<record><row><source_ip>192.0.2.%d</source_ip><count>%d</count></row></record>"
              .formatted(i, i));
    }
    int from = OLD.indexOf("<record>");
    Feedback report = sound(read(OLD.substring(0, from) + rows + "</feedback>"));
    assertThat(report.tally().messages()).isEqualTo(80 * 81 / 2);
    assertThat(report.tally().rows()).hasSize(50);
    assertThat(report.tally().rows().values()).allMatch(count -> count > 30);
  }

  @ParameterizedTest(name = "{0} -> {1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # what is found                        | what stands there instead | what is said
          <report_id>14352687190</report_id>     | <x/>                      | no report_id
          <begin>1763683200</begin>              | <begin>yesterday</begin>  | its date_range has no begin: "yesterday"
          <end>1763769599</end>                  | <end>1763600000</end>     | its date_range is from
          <end>1763769599</end>                  | <end>1863600000</end>     | its date_range is from
          <end>1763769599</end>                  | <end>99999999999999999</end> | its date_range has no end
          <domain>Here.Example</domain>          | <domain>a b</domain>      | it is about "a b", which is no domain
          <domain>Here.Example</domain>          | <domain>[192.0.2.1]</domain> | which is no domain
          </date_range>                          | </dates>                  | its XML is broken in line
          &amp;                                  | &nbsp;                    | entity
          <feedback>                             | <feedback><!DOCTYPE a>    | its XML is broken
          https:                                 | &#0;                      | its XML is broken
          """)
  void saysWhatIsWrong(String found, String instead, String said) throws IOException {
    assertThat(OLD).contains(found);
    assertThat(fault(read(OLD.replace(found, instead)))).contains(said);
  }

  @Test
  void saysWhatIsNoReport() throws IOException {
    assertThat(fault(read("<html><body/></html>")))
        .isEqualTo("it is XML, and no report: its root is html");
    assertThat(fault(read("Dear all,"))).startsWith("its XML is broken in line 1: ");
    assertThat(fault(read(""))).startsWith("its XML is broken");
    assertThat(fault(read("<!DOCTYPE k[\0"))).startsWith("its XML is broken");
    assertThat(fault(read(OLD.substring(0, OLD.length() / 2)))).startsWith("its XML is broken");
    assertThat(fault(read(OLD.substring(0, OLD.indexOf("<record>")) + "</feedback>")))
        .isEqualTo("it has no rows");
    String senseless = OLD.replaceAll("<count>\\d+", "<count>-1");
    assertThat(fault(read(senseless))).isEqualTo("none of its 2 rows makes sense");
  }

  /** No document type is read, so there are no entities: neither files, nor web servers, nor billions of laughs. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          <!DOCTYPE feedback SYSTEM "http://127.0.0.1:1/evil.dtd">
          <!DOCTYPE feedback [<!ENTITY x SYSTEM "file:///etc/passwd">]>
          <!DOCTYPE feedback [<!ENTITY % x SYSTEM "http://127.0.0.1:1/x"> %x;]>
          <!DOCTYPE feedback [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>
          <!DOCTYPE feedback>
          """)
  void readsNoDocumentTypes(String type) throws IOException {
    String name = type.contains("<!ENTITY a") ? "&c;" : type.contains("ENTITY x") ? "&x;" : "big";
    String xml =
        OLD.replace("<feedback>", type + "<feedback>").replace(">big.example<", ">" + name + "<");
    assertThat(fault(read(xml))).isEqualTo("it has a document type, which no report has");
    String lower = xml.replace("<!DOCTYPE", "<!doctype");
    assertThat(fault(read(lower))).startsWith("its XML is broken");
  }

  @Test
  void hasBoundsOfDepthRowsAndText() throws IOException {
    String deep = "<feedback>" + "<a>".repeat(5_000);
    assertThat(fault(read(deep))).isEqualTo("it is more than 16 elements deep");
    String many = OLD.replace("</feedback>", "<record/>".repeat(101) + "</feedback>");
    assertThat(fault(read(many))).isEqualTo("it has more than 100 rows");
    String long1 = OLD.replace("14352687190", "\u0007 9\r\n".repeat(1) + "x".repeat(1_000_000));
    assertThat(fault(read(long1))).startsWith("its XML is broken");
    String long2 = OLD.replace("14352687190", "9\n" + "x".repeat(1_000_000));
    assertThat(sound(read(long2)).id()).hasSize(255).startsWith("9?x");
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(plain);
    }
    return out.toByteArray();
  }

  private static byte[] zip(byte[] plain) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("big.example!here.example!1763683200!1763769599.xml"));
      zip.write(plain);
    }
    return out.toByteArray();
  }

  private static String attached(String type, String file, byte[] content) {
    return """
    From: <noreply-dmarc@big.example>
    To: <dmarc@here.example>
    Subject: Report Domain: here.example Submitter: big.example Report-ID: 1
    MIME-Version: 1.0
    Content-Type: multipart/mixed; boundary="b"

    --b
    Content-Type: text/plain

    Words
    --b
    Content-Type: %s
    Content-Transfer-Encoding: base64
    Content-Disposition: attachment; filename="%s"

    %s
    --b--
    """
        .formatted(type, file, Base64.getMimeEncoder().encodeToString(content))
        .replace("\r\n", "\n")
        .replace("\n", "\r\n");
  }

  private static Reading open(ReceivedConfig config, String message) throws IOException {
    return new FeedbackMail(config).read(Octets.of(message.getBytes(UTF_8)));
  }

  @ParameterizedTest
  @CsvSource({
    "application/zip, a!b!1!2.zip, zip",
    "application/x-zip-compressed, report.ZIP, zip",
    "application/octet-stream, a!b!1!2.xml.gz, gzip",
    "application/gzip, a!b!1!2.xml.gz, gzip",
    "application/zip, its name is wrong, gzip",
    "text/xml, a.xml, plain",
    "application/octet-stream, a.xml, plain"
  })
  void readsItHoweverItIsPacked(String type, String file, String way) throws IOException {
    byte[] plain = OLD.getBytes(UTF_8);
    byte[] content = way.equals("zip") ? zip(plain) : way.equals("gzip") ? gzip(plain) : plain;
    assertThat(sound(open(CONFIG, attached(type, file, content))).tally().messages()).isEqualTo(15);
  }

  /** As some of the largest do: the message is the attachment. */
  @Test
  void readsAMessageThatIsNothingElse() throws IOException {
    String message =
        "Content-Type: application/zip; name=\"big.example!here.example!1!2.zip\"\r\nContent-Transfer-Encoding: base64\r\n\r\n"
            + Base64.getMimeEncoder().encodeToString(zip(OLD.getBytes(UTF_8)));
    assertThat(sound(open(CONFIG, message)).tally().messages()).isEqualTo(15);
    assertThat(FeedbackMail.looksLikeOne(Header.of(message.getBytes(UTF_8)))).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Subject: Report domain: here.example Submitter: big.example Report-ID: 1 | true
          Subject: =?utf-8?Q?Dmarc_Aggregate_Report_Domain=3A_{here.example}?=     | true
          Content-Disposition: attachment; filename="a.b!c.d!1!2!7.xml.gz"         | true
          Subject: Wow! Hello! 1!2                                                 | false
          Subject: Quarterly report                                                | false
          """)
  void knowsMailThatSaysThatItBringsOne(String header, boolean looks) {
    assertThat(FeedbackMail.looksLikeOne(Header.of((header + "\r\n\r\n").getBytes(UTF_8))))
        .isEqualTo(looks);
  }

  @Test
  void a23AReportThatUnpacksToAThousandTimesItsSizeIsLeft() throws IOException {
    String bomb = OLD.replace("<feedback>", "<feedback>" + " ".repeat(10 << 20));
    for (byte[] packed : new byte[][] {gzip(bomb.getBytes(UTF_8)), zip(bomb.getBytes(UTF_8))}) {
      assertThat(fault(open(CONFIG, attached("application/zip", "a.zip", packed))))
          .isEqualTo("it unpacks to more than 200 times its size");
    }
    byte[] nested = zip(zip(OLD.getBytes(UTF_8)));
    assertThat(fault(open(CONFIG, attached("application/zip", "a.zip", nested))))
        .startsWith("its XML is broken");
  }

  @Test
  void whatCannotBeUnpackedIsSaidSo() throws IOException {
    byte[] half = zip(OLD.getBytes(UTF_8));
    half[half.length / 3] ^= 0x55;
    assertThat(fault(open(CONFIG, attached("application/zip", "a.zip", half)))).isNotEmpty();
    assertThat(
            fault(
                open(CONFIG, attached("application/gzip", "a.gz", new byte[] {31, (byte) 139, 8}))))
        .startsWith("it cannot be unpacked");
    assertThat(fault(open(CONFIG, "Subject: Report Domain: x\r\n\r\nNothing here.\r\n")))
        .isEqualTo("no part of it is a report of DMARC");
    byte[] large = new byte[(2 << 20) + 1];
    assertThat(fault(open(CONFIG, attached("application/zip", "a.zip", large))))
        .isEqualTo("the report has more than 2097152 octets");
  }
}
