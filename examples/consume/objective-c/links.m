// Print name and link of each meeting: pulumi stack output --json | ./links
#import <Foundation/Foundation.h>
#include <stdio.h>

int main(void)
{
    NSAutoreleasePool *pool = [NSAutoreleasePool new];
    NSData *input = [[NSFileHandle fileHandleWithStandardInput] readDataToEndOfFile];
    NSDictionary *outputs = [NSJSONSerialization JSONObjectWithData:input options:0 error:NULL];
    NSDictionary *links = [outputs objectForKey:@"links"];

    for (NSString *name in [[links allKeys] sortedArrayUsingSelector:@selector(compare:)]) {
        printf("%s: %s\n", [name UTF8String], [[links objectForKey:name] UTF8String]);
    }
    [pool drain];
    return links == nil;
}
