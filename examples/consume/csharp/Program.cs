// Print name and link of each meeting: pulumi stack output --json | dotnet run
using System.Text.Json;

using var outputs = JsonDocument.Parse(Console.OpenStandardInput());
foreach (var link in outputs.RootElement.GetProperty("links").EnumerateObject().OrderBy(link => link.Name))
{
    Console.WriteLine($"{link.Name}: {link.Value}");
}
