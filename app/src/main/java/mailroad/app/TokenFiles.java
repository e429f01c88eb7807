package mailroad.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import mailroad.mta.delivery.Tokens;

/** Tokens in files beside the configuration. Each is read when it is asked for: tokens are short-lived. */
final class TokenFiles implements Tokens {
  private static final long OCTETS_MAX = 1 << 16;

  /** RFC 6750 section 2.1: {@code b64token}. */
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

  private final Path configuration;

  TokenFiles(Path configuration) {
    this.configuration = configuration;
  }

  @Override
  public String read(String name) throws IOException {
    Path file = NodeConfig.beside(configuration, name);
    try {
      Grounds.requireSecret(file);
      if (Files.size(file) > OCTETS_MAX) {
        throw new IOException("%s is longer than %d octets".formatted(file, OCTETS_MAX));
      }
      String token = Files.readString(file).strip();
      if (!TOKEN.matcher(token).matches()) {
        throw new IOException(file + " holds no token");
      }
      return token;
    } catch (NoSuchFileException e) {
      throw new IOException("there is no " + file, e);
    }
  }
}
