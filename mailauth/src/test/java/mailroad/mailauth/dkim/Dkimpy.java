package mailroad.mailauth.dkim;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Debian's python3-dkim, by which others' reading of the RFCs is asked. */
public final class Dkimpy {
  private static final Path PYTHON = Path.of("/usr/bin/python3");
  private static final String PRELUDE =
      """
      import sys, re, dkim
      folder = sys.argv[1]
      message = open(folder + '/message', 'rb').read()
      records = dict(line.split(' ', 1) for line in open(folder + '/zone').read().splitlines())
      def dns(name, timeout=5):
          text = records.get(name.decode().rstrip('.'))
          return text.encode() if text else None
      """;

  private Dkimpy() {}

  /** Skips the test where python3-dkim, python3-nacl or python3-authres is not installed. */
  public static void assumeThere() throws IOException, InterruptedException {
    assumeThere("dkim, nacl");
  }

  /** Skips the test where some of these modules, each Debian's python3-NAME, is not installed. */
  public static void assumeThere(String modules) throws IOException, InterruptedException {
    assumeTrue(
        Files.isExecutable(PYTHON)
            && new ProcessBuilder(PYTHON.toString(), "-c", "import " + modules)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor()
                == 0,
        "not all of these modules of Python are installed: " + modules);
  }

  /**
   * Runs a script that finds {@code message}, {@code folder} and {@code dns}.
   *
   * @param keys that DNS has
   * @return what it printed
   */
  public static String run(
      Path folder, String message, List<SigningKey> keys, String script, String... arguments)
      throws IOException, InterruptedException {
    Files.writeString(folder.resolve("message"), message, StandardCharsets.ISO_8859_1);
    List<String> zone = new ArrayList<>();
    for (SigningKey key : keys) {
      zone.add(key.name() + " " + PublishedKey.of(key).text());
    }
    Files.write(folder.resolve("zone"), zone);
    List<String> command = new ArrayList<>();
    command.addAll(List.of(PYTHON.toString(), "-c", PRELUDE + script, folder.toString()));
    command.addAll(List.of(arguments));
    Path out = folder.resolve("out");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    int code = process.waitFor();
    String said = Files.readString(out, StandardCharsets.ISO_8859_1);
    if (code != 0) {
      throw new AssertionError("python3-dkim ended with %d: %s".formatted(code, said));
    }
    return said;
  }

  /** A key in PEM. */
  public static String pem(SigningKey key) {
    return "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
        .formatted(
            java.util.Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(key.secret().getEncoded()));
  }
}
