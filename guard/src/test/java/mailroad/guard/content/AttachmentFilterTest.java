package mailroad.guard.content;

import static mailroad.guard.content.Files.PDF;
import static mailroad.guard.content.Files.PNG;
import static mailroad.guard.content.Files.PROGRAM;
import static mailroad.guard.content.Files.encrypted;
import static mailroad.guard.content.Files.gzip;
import static mailroad.guard.content.Files.message;
import static mailroad.guard.content.Files.octets;
import static mailroad.guard.content.Files.tar;
import static mailroad.guard.content.Files.zip;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import mailroad.guard.verdict.Demand;
import mailroad.guard.verdict.Evidence;
import mailroad.guard.verdict.Opinion;
import mailroad.kernel.RealWorld;
import mailroad.mime.Octets;
import mailroad.mime.Structure;
import org.junit.jupiter.api.Test;

class AttachmentFilterTest {
  private static final RealWorld WORLD =
      new RealWorld((name, e) -> {
        throw new AssertionError(name, e);
      });

  private static Opinion look(byte[] message) throws Exception {
    return look(ContentConfig.DEFAULT, message);
  }

  private static Opinion look(ContentConfig config, byte[] message) throws Exception {
    return new AttachmentFilter(WORLD, config).look(Octets.of(message), Structure.of(message));
  }

  private static List<String> names(String fileName, byte[] content) throws Exception {
    return look(message(fileName, content)).evidence().stream().map(Evidence::name).toList();
  }

  @Test
  void findsNothingAboutHonestFiles() throws Exception {
    assertThat(names("report.pdf", PDF)).isEmpty();
    assertThat(names("holiday.png", PNG)).isEmpty();
    assertThat(names("holiday.jpg", PNG)).isEmpty(); // a slip, as phones make it
    assertThat(names("notes.txt", octets("Dear all, MZ was here"))).isEmpty();
    assertThat(names("notes.zip", zip("notes.txt", octets("hello")))).isEmpty();
    assertThat(names("log.txt.gz", gzip(octets("hello".repeat(10_000))))).isEmpty();
    assertThat(names("src.tgz", gzip(tar("src/a.c", octets("int main() {}"))))).isEmpty();
    assertThat(names("letter.docx", office("word/document.xml", "<w/>"))).isEmpty();
  }

  @Test
  void knowsAProgramUnderAnyName() throws Exception {
    assertThat(names("setup.exe", PROGRAM)).containsExactly("program");
    assertThat(names("invoice.pdf", PROGRAM)).containsExactly("program", "disguised-file");
    assertThat(names("a", octets("\177ELF\2\1\1\0"))).containsExactly("program");
    assertThat(names("pay.zip", zip("invoice.pdf.exe", PROGRAM)))
        .containsExactly("program", "deceptive-name");
    assertThat(names("a.tgz", gzip(tar("x/run", PROGRAM)))).containsExactly("program");
    assertThat(names("a.zip", zip("b.zip", zip("c.exe", PROGRAM)))).containsExactly("program");
    assertThat(names("app.jar", zip("A.class", octets("\312\376\272\276\0\0\0\101"))))
        .contains("program");
  }

  @Test
  void namesThePlaceInWordsAndHoldsTheMessage() throws Exception {
    Opinion opinion = look(message("pay.zip", zip("invoice.exe", PROGRAM)));
    assertThat(opinion.evidence().getFirst().why().toString())
        .contains("the message has a program in it")
        .contains("pay.zip > invoice.exe is a Windows program");
    assertThat(opinion.demand()).contains(new Demand.Quarantine("the message has a program in it"));
  }

  @Test
  void knowsNamesThatStartSomething() throws Exception {
    assertThat(names("open.js", octets("var a = 1;"))).containsExactly("program-name");
    assertThat(names("open.HTA. . ", octets("<html>"))).containsExactly("program-name");
    assertThat(names("invoice.pdf.js", octets("var a = 1;")))
        .containsExactly("program-name", "deceptive-name");
    assertThat(names("invoice\u202Efdp.js", octets("var a")))
        .containsExactly("program-name", "deceptive-name");
    assertThat(names("invoice.pdf" + " ".repeat(30) + ".vbs", octets("x")))
        .containsExactly("program-name", "deceptive-name");
    assertThat(names("a.lnk", octets("L\0\0\0\1\24\2\0\0\0\0\0\300\0\0\0\0\0\0F")))
        .containsExactly("program-name", "container");
    assertThat(names("disk.img", octets("\0\0\0"))).containsExactly("container");
  }

  private static byte[] office(String name, String content) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("[Content_Types].xml", octets("<Types/>"));
    files.put(name, octets(content));
    return zip(files);
  }

  @Test
  void knowsDocumentsThatRunSomething() throws Exception {
    assertThat(names("a.docm", office("word/vbaProject.bin", "x"))).containsExactly("macros");
    assertThat(names("a.xlsm", office("xl/macrosheets/sheet1.xml", "<x/>")))
        .containsExactly("macros");
    assertThat(
            names(
                "a.docx",
                office(
                    "word/_rels/settings.xml.rels",
                    "<Relationship Type=\"http://s/attachedTemplate\" Target=\"http://e.example/t\""
                        + " TargetMode=\"External\"/>")))
        .containsExactly("macros");
    assertThat(names("a.pdf", octets("%PDF-1.4\n<< /S /JavaScript /JS (app.alert(1)) >>")))
        .containsExactly("active-document");
    assertThat(names("a.html", octets("<html><script>atob('x')</script>")))
        .containsExactly("active-document");
    assertThat(names("a.svg", octets("<svg onload='x()'></svg>")))
        .containsExactly("active-document");
    assertThat(names("a.doc", octets("{\\rtf1{\\object\\objdata 0105}}")))
        .containsExactly("active-document");
  }

  /** The smallest compound file: header, one sector of the table, one of the directory. */
  private static byte[] compound(String... names) {
    byte[] file = new byte[512 * 3];
    byte[] mark = octets("\320\317\21\340\241\261\32\341");
    System.arraycopy(mark, 0, file, 0, mark.length);
    file[30] = 9;
    file[48] = 1; // the directory is in sector 1
    file[76] = 0; // the table in sector 0
    for (int i = 1; i < 4; i++) {
      java.util.Arrays.fill(file, 76 + 4 * i, 80 + 4 * i, (byte) 0xFF);
    }
    java.util.Arrays.fill(file, 512, 1024, (byte) 0xFF);
    file[512 + 4] = (byte) 0xFE;
    for (int i = 0; i < names.length; i++) {
      byte[] name = names[i].getBytes(StandardCharsets.UTF_16LE);
      System.arraycopy(name, 0, file, 1024 + 128 * i, name.length);
      file[1024 + 128 * i + 64] = (byte) (name.length + 2);
    }
    return file;
  }

  @Test
  void readsTheDirectoryOfCompoundFiles() throws Exception {
    assertThat(names("a.doc", compound("Root Entry", "WordDocument"))).isEmpty();
    assertThat(names("a.doc", compound("Root Entry", "Macros", "WordDocument")))
        .containsExactly("macros");
    assertThat(names("a.xls", compound("Root Entry", "_VBA_PROJECT_CUR")))
        .containsExactly("macros");
    assertThat(names("a.docx", compound("Root Entry", "EncryptedPackage")))
        .containsExactly("encrypted-file");
    assertThat(names("a.doc", compound("Root Entry", "\u0001Ole10Native")))
        .containsExactly("active-document");
  }

  @Test
  void marksWhatItCannotLookInto() throws Exception {
    assertThat(names("a.zip", encrypted(zip("a.txt", octets("hello")))))
        .containsExactly("encrypted-file");
    assertThat(names("a.zip", encrypted(zip("a.exe", octets("hello")))))
        .containsExactly("program-name", "encrypted-file");
    assertThat(names("a.rar", octets("Rar!\32\7\1\0"))).containsExactly("unreadable-archive");
    assertThat(names("a.7z", octets("7z\274\257\47\34\0\4"))).containsExactly("unreadable-archive");
    assertThat(names("a.pdf", octets("7z\274\257\47\34\0\4")))
        .containsExactly("disguised-file", "unreadable-archive");
    byte[] cut = java.util.Arrays.copyOf(zip("a.txt", octets("hello")), 40);
    assertThat(names("a.zip", cut)).containsExactly("unreadable-archive");
  }

  @Test
  void findsPiecesOfMessages() throws Exception {
    byte[] message =
        octets("Content-Type: message/partial; id=x; number=1; total=2\r\n\r\nSubject: a\r\n\r\nb");
    assertThat(look(message).evidence()).extracting(Evidence::name).contains("unreadable-archive");
  }

  @Test
  void looksAtFilesInMessagesWithinAndAtNamedText() throws Exception {
    byte[] inner = message("x.exe", PROGRAM);
    byte[] outer =
        octets(
            "Content-Type: message/rfc822\r\n\r\n"
                + new String(inner, StandardCharsets.ISO_8859_1));
    assertThat(look(outer).evidence()).extracting(Evidence::name).containsExactly("program");
    byte[] named =
        octets(
            "Content-Type: text/plain; name=a.vbs\r\nContent-Disposition: inline\r\n\r\nMsgBox 1");
    assertThat(look(named).evidence()).extracting(Evidence::name).containsExactly("program-name");
  }

  /** Attack A7 and A23: what would become huge never does so here. */
  @Test
  void defusesBombs() throws Exception {
    byte[] zeros = new byte[40_000_000];
    assertThat(names("a.zip", zip("zeros.bin", zeros))).containsExactly("archive-bomb");
    assertThat(names("a.gz", gzip(zeros))).contains("archive-bomb");
    byte[] nested = octets("hello");
    for (int i = 0; i < 8; i++) {
      nested = zip("a.zip", nested);
    }
    assertThat(names("a.zip", nested)).containsExactly("archive-bomb");
  }

  @Test
  void seesFilesThatLieOneOverAnother() throws Exception {
    byte[] random = new byte[30_000];
    new Random(1).nextBytes(random);
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("a", random);
    files.put("b", octets("b"));
    byte[] zip = zip(files);
    // The second entry of the directory leads to the first file, and says the same sizes.
    int first = indexOf(zip, octets("PK\1\2"), 0);
    int second = indexOf(zip, octets("PK\1\2"), first + 4);
    System.arraycopy(zip, first + 20, zip, second + 20, 8);
    System.arraycopy(zip, first + 42, zip, second + 42, 4);
    assertThat(names("a.zip", zip)).containsExactly("archive-bomb");
  }

  @Test
  void seesArchivesThatCanBeReadInTwoWays() throws Exception {
    byte[] good = zip("a.txt", octets("hello"));
    byte[] bad = zip("b.txt", octets("other"));
    byte[] both = new byte[good.length + bad.length];
    System.arraycopy(good, 0, both, 0, good.length);
    System.arraycopy(bad, 0, both, good.length, bad.length);
    assertThat(names("a.zip", both)).containsExactly("archive-bomb");
    byte[] renamed = zip("a.txt", octets("hello"));
    int at = indexOf(renamed, octets("a.txt"), 0);
    renamed[at] = 'c';
    assertThat(names("a.zip", renamed)).containsExactly("archive-bomb");
  }

  private static int indexOf(byte[] in, byte[] what, int from) {
    for (int i = from; i + what.length <= in.length; i++) {
      if (java.util.Arrays.equals(in, i, i + what.length, what, 0, what.length)) {
        return i;
      }
    }
    return -1;
  }

  @Test
  void looksAtNoMoreFilesThanItMay() throws Exception {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (int i = 0; i < 2_500; i++) {
      files.put("f" + i, octets("x"));
    }
    assertThat(names("a.zip", zip(files))).containsExactly("unreadable-archive");
  }

  @Test
  void refusesQuarantinesOrIgnoresAsItsRulesSay() throws Exception {
    byte[] message = message("a.zip", encrypted(zip("a.txt", octets("hello"))));
    assertThat(look(message).demand()).isEmpty();
    Opinion refused = look(with(ContentConfig.Rule.REFUSE), message);
    assertThat(refused.demand().orElseThrow().toString()).contains("550");
    assertThat(look(with(ContentConfig.Rule.IGNORE), message)).isEqualTo(Opinion.NONE);
  }

  private static ContentConfig with(ContentConfig.Rule encrypted) {
    ContentConfig d = ContentConfig.DEFAULT;
    return new ContentConfig(
        d.enabled(),
        d.submitted(),
        d.programs(),
        d.programNames(),
        d.containers(),
        d.deceptiveNames(),
        d.disguises(),
        d.macros(),
        d.activeDocuments(),
        encrypted,
        d.unreadable(),
        d.bombs(),
        d.executableEndings(),
        d.refusal(),
        d.archives(),
        d.scores());
  }

  /** Archives, documents and their heads, broken in every way: always an answer, and never much work. */
  @Test
  void takesAnythingForAFile() throws Exception {
    Random random = new Random(7);
    List<byte[]> seeds =
        List.of(
            zip(Map.of("a.txt", octets("hello"), "b.zip", zip("c.exe", PROGRAM))),
            gzip(tar("a/b", octets("hello"))),
            tar("a", PROGRAM),
            compound("Root Entry", "Macros", "WordDocument"),
            office("word/vbaProject.bin", "x"),
            octets("%PDF-1.4 /JavaScript"));
    for (int i = 0; i < 6_000; i++) {
      byte[] file = seeds.get(i % seeds.size()).clone();
      for (int n = random.nextInt(1, 12); n > 0; n--) {
        file[random.nextInt(file.length)] = (byte) (random.nextBoolean() ? random.nextInt() : 0xFF);
      }
      if (random.nextInt(4) == 0) {
        file = java.util.Arrays.copyOf(file, random.nextInt(file.length));
      }
      byte[] whole = file;
      Findings findings = new Findings(ContentConfig.DEFAULT);
      new Unpacking(ContentConfig.DEFAULT, findings)
          .look(
              new Unpacking.Item(
                  "a", FileName.of("a.zip"), whole, () -> java.util.Optional.of(whole)),
              0);
      assertThat(findings.opinion().evidence().size()).isLessThan(FileFinding.values().length);
    }
  }
}
