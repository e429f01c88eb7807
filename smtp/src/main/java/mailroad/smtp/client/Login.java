package mailroad.smtp.client;

/** What a smarthost knows us by (RFC 4954). */
public record Login(String name, String password) {
  @Override
  public String toString() {
    return name + " ***";
  }
}
