import com.google.gson.JsonParser;
import java.io.InputStreamReader;
import java.util.TreeMap;

/** Print name and link of each meeting: pulumi stack output --json | java -cp gson.jar Links.java */
public class Links {
    public static void main(String[] arguments) {
        var outputs = JsonParser.parseReader(new InputStreamReader(System.in)).getAsJsonObject();
        var links = new TreeMap<>(outputs.getAsJsonObject("links").asMap());
        links.forEach((name, link) -> System.out.println(name + ": " + link.getAsString()));
    }
}
